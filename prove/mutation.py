"""Reading mail is tested so well that a small fault in its rules does not pass: 85 % of mutants are killed.

The tests are collected once. Which functions each test calls is noted in a first pass; then every mutant
lives in a process of its own, forked from this one, in which the tests of its function run until one fails.
What is found is written down after each, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from types import FrameType

import pytest
from _pytest.runner import runtestprotocol

from otklik.core import clock
from prove.mutants import Mutant, mutants_of, take_on

RESULT = Path(__file__).parent / "results" / "mutation.json"
MODULES = tuple(f"otklik.channels.mail.{name}" for name in ("parse", "quotes", "matching", "screening"))
TESTS = tuple(
    f"tests/channels/mail/test_{name}.py"
    for name in (
        "small_rules",
        "quote_limits",
        "matching",
        "parse",
        "quotes",
        "languages",
        "languages_around",
        "signatures",
        "corpus",
        "automatic",
        "headers",
    )
)
BAR = 0.85
_PATIENCE = 20.0
"""Seconds for the tests of one mutant; a mutant that never ends is killed by that."""
_SLOW = 1.0


@dataclass
class Result:
    """What is written to the file; `every`: n, when only each n-th mutant was tried.

    `survivors`: module, line, what was changed. `sources`: digest of the modules it is about.
    """

    at: str
    every: int
    sources: str
    is_whole: bool = False
    mutants: int = 0
    killed: int = 0
    survivors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the mutants, how many a test noticed."""
        return self.killed / self.mutants if self.mutants else 0.0


def run(every: int = 1) -> bool:
    """Prove, print, write; whether enough mutants were killed. `every`: only each n-th mutant."""
    driver = _Driver(max(1, every))
    pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *TESTS], plugins=[driver])
    result = driver.result
    print(f"mutants {result.mutants}, killed {result.killed} ({result.share:.1%}, at least {BAR:.0%})")
    return result.share >= BAR


class _Driver:
    """A plugin that runs the collected tests in its own way."""

    def __init__(self, every: int) -> None:
        self._every = every
        self.result = _begun(every)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests once as they are, then against each mutant."""
        tests = _tests_by_function(session.items)
        for mutant in islice(self._chosen(), self.result.mutants, None):
            self.result.mutants += 1
            if _is_killed(mutant, tests[mutant.module, mutant.function]):
                self.result.killed += 1
            else:
                self.result.survivors.append(f"{mutant.module}:{mutant.line} {mutant.change}")
                print(f"survived: {self.result.survivors[-1]} in {mutant.function}", file=sys.stderr)
            _write(self.result)
        self.result.is_whole = True
        _write(self.result)
        return True

    def _chosen(self) -> Iterator[Mutant]:
        number = 0
        for name in MODULES:
            for mutant in mutants_of(importlib.import_module(name)):
                if number % self._every == 0:
                    yield mutant
                number += 1


def _begun(every: int) -> Result:
    """The run that was stopped, if the modules are still the same; else a new one."""
    digest = hashlib.sha256()
    for name in MODULES:
        digest.update(Path(str(importlib.import_module(name).__file__)).read_bytes())
    new = Result(clock.now().isoformat(timespec="seconds"), every, digest.hexdigest())
    if not RESULT.exists():
        return new
    kept = json.loads(RESULT.read_text("utf-8"))
    goes_on = (kept["every"], kept.get("sources"), kept.get("is_whole")) == (every, new.sources, False)
    return Result(**kept) if goes_on else new


def _write(result: Result) -> None:
    RESULT.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")


def _tests_by_function(items: Sequence[pytest.Item]) -> dict[tuple[str, str], list[pytest.Item]]:
    """For every function of the modules the quick tests that call it; one that fails as it is counts not."""
    files = {str(importlib.import_module(name).__file__): name for name in MODULES}
    tests: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        called: set[tuple[str, str]] = set()

        def note(
            frame: FrameType, event: str, _argument: object, called: set[tuple[str, str]] = called
        ) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                name = frame.f_code.co_qualname.partition(".<locals>")[0]
                called.add((files[frame.f_code.co_filename], name))

        began = time.perf_counter()
        sys.setprofile(note)
        passed = _passes(item)
        sys.setprofile(None)
        if passed and time.perf_counter() - began < _SLOW:
            for function in called:
                tests[function].append(item)
    return tests


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _is_killed(mutant: Mutant, items: Sequence[pytest.Item]) -> bool:
    """Whether a test fails, breaks or never ends with the mutant in place."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        _live(mutant, items, writes)
    os.close(writes)
    ready, _, _ = select.select([reads], [], [], _PATIENCE)
    survived = bool(ready) and os.read(reads, 1) == b"S"
    os.close(reads)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return not survived


def _live(mutant: Mutant, items: Sequence[pytest.Item], answer: int) -> None:
    """In the forked process: says S when nobody noticed, and ends without cleaning up what is not its own."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        survived = take_on(mutant) and all(map(_passes, items))
        os.write(answer, b"S" if survived else b"K")
    finally:
        os._exit(0)
