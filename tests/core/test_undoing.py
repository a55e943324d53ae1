"""Taking back: what is expected to stand, and what is given back."""

from __future__ import annotations

import pytest

from otklik.core.configuring.undoing import expect
from otklik.core.errors import NotPossible

CHANGES: list[dict[str, object]] = [
    {"field": "name", "from": "A", "to": "B"},
    {"field": "port", "from": None, "to": 25},
]


def test_while_it_stands() -> None:
    assert expect(CHANGES, {"name": "B", "port": 25, "other": 1}) == {"name": "A", "port": None}


@pytest.mark.parametrize("now", [{"name": "C", "port": 25}, {"name": "B"}, {}])
def test_changed_again_since(now: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        expect(CHANGES, now)
