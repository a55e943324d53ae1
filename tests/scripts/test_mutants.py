"""Mutants of the proof: each changes one thing of a loaded function, and only that."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from prove.mutants import mutants_of, take_on

SOURCE = """
LIMIT = 5

def sign(number, known=True):
    \"\"\"1, 0 or -1.\"\"\"
    if not known:
        return None
    if number > 0 and number < LIMIT:
        return 1
    return number - 1

FIRST = (lambda items: items[0],)
"""


@pytest.fixture
def sample(tmp_path: Path) -> ModuleType:
    path = tmp_path / "sample_for_mutants.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("sample_for_mutants", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_place_is_changed_once(sample: ModuleType) -> None:
    """Module-level values, docstrings and "return None" stay."""
    found = list(mutants_of(sample))
    assert Counter(mutant.change for mutant in found) == {
        "another value": 4,
        "compare": 2,
        "negated": 2,
        "returns nothing": 2,
        "and-or": 1,
        "plus-minus": 1,
        "without not": 1,
    }
    assert {mutant.function for mutant in found} == {"sign", "<lambda>"}


def test_a_mutant_lives_in_the_loaded_functions(sample: ModuleType) -> None:
    by_change = {mutant.change: mutant for mutant in mutants_of(sample)}
    sign, (first,) = sample.sign, sample.FIRST
    assert (sign(1), sign(7), first("ab")) == (1, 6, "a")
    assert take_on(by_change["plus-minus"])
    assert sign(7) == 8
    assert take_on(by_change["and-or"])
    assert (sign(7), sign(0)) == (1, 1)
    values = [mutant for mutant in mutants_of(sample) if mutant.change == "another value"]
    assert take_on(values[-1])
    assert first("ab") == "b"
