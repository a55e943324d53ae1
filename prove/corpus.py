"""Each mail of the corpus fails when its behaviour is removed: every behaviour is, one at a time.

A behaviour is a pattern that never matches, a language or a word that is unknown, a function that returns
nothing, a condition turned round, a call left out, another fault as in `mutation`. Each is removed in a
process of its own, forked from this one, in which the mails that came by there are read again, until each
mail has failed for a reason of its own. A mail that never fails proves nothing; one that fails only with a
great many others proves what they prove.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import re
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType, FunctionType, ModuleType

from otklik.channels.mail import tongues, vocabulary
from otklik.core import clock
from prove.mutants import mutants_of, take_on
from tests.channels.mail import test_corpus as corpus

RESULT = Path(__file__).parent / "results" / "corpus.json"
PACKAGE = "otklik.channels.mail."
NOT_READING = frozenset(PACKAGE + name for name in ("wire", "child", "bounds", "frames", "inbound", "enums"))
BROAD = ("returns nothing", "negated", "left out")
MANY = 0.1
"""Share of the corpus: what more mails notice is no behaviour of one of them."""
_PATIENCE = 20.0
_NEVER = re.compile(r"(?!)")
_NEVER_BYTES = re.compile(rb"(?!)")


@dataclass(frozen=True)
class Removal:
    """One behaviour, how it is taken away in a forked process, and the mails that come by there."""

    name: str
    take: Callable[[], bool]
    mails: Sequence[str]


@dataclass
class Result:
    """What is written to the file. `removals`: so many were needed. `never`: mails that none makes fail.
    `only_with_many`: mails that fail only where more than a tenth of the corpus does. `narrowest`: for each
    mail a removal it notices, and how many notice it.
    """

    at: str
    sources: str
    mails: int = 0
    removals: int = 0
    never: list[str] = field(default_factory=list)
    only_with_many: list[str] = field(default_factory=list)
    narrowest: dict[str, tuple[int, str]] = field(default_factory=dict)


def run(_times: int = 1) -> bool:
    """Prove, print, write; whether every mail fails for a reason of its own."""
    result = _begun()
    many = MANY * result.mails
    waiting = {name for name in corpus.NAMES if result.narrowest.get(name, (many + 1, ""))[0] > many}
    for removal in _removals(waiting):
        asked = [name for name in removal.mails if name in waiting]
        if not asked:
            continue
        result.removals += 1
        failing = _failing(removal.take, asked)
        if failing:
            failing += _failing(removal.take, [name for name in removal.mails if name not in waiting])
        for name in failing:
            if len(failing) < result.narrowest.get(name, (sys.maxsize, ""))[0]:
                result.narrowest[name] = len(failing), removal.name
        if len(failing) <= many:
            waiting.difference_update(failing)
        _write(result)
    print(f"{result.mails} mails, {result.removals} behaviours removed;", end=" ")
    print(f"never fail: {result.never}; only with many others: {result.only_with_many}")
    return not result.never and not result.only_with_many


def _begun() -> Result:
    """What an earlier run found, if neither the mails nor what reads them has changed; else nothing."""
    digest = hashlib.sha256()
    read = [Path(str(module.__file__)) for module in _modules()]
    for path in (*read, *sorted(corpus.CORPUS.iterdir())):
        digest.update(path.read_bytes())
    new = Result(clock.now().isoformat(timespec="seconds"), digest.hexdigest(), len(corpus.NAMES))
    kept = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    if kept.get("sources") == new.sources:
        new.removals, new.narrowest = kept["removals"], kept["narrowest"]
    return new


def _write(result: Result) -> None:
    """After each removal, so that a run that was stopped goes on where it was."""
    _judge(result)
    RESULT.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")


def _judge(result: Result) -> None:
    result.never = [name for name in corpus.NAMES if name not in result.narrowest]
    many = MANY * result.mails
    result.only_with_many = sorted(name for name, (number, _by) in result.narrowest.items() if number > many)
    result.narrowest = dict(sorted(result.narrowest.items()))


def _removals(waiting: Set[str]) -> Iterator[Removal]:
    """What can be removed, the narrow before the broad, with the mails each function reads. Of `waiting`, the
    mails that wait for a failure of their own, there are fewer and fewer; only what they come by is made.
    """
    callers = _mails_by_function()
    for module in _modules():
        yield from _patterns(module, callers)
    for number in range(len(tongues.TONGUES)):
        yield Removal(f"language {number}", partial(_forget_language, number), corpus.NAMES)
    yield from _words(waiting)
    for is_broad in (True, False):
        for module in _modules():
            yield from _faults(module, is_broad, waiting, callers)


def _faults(
    module: ModuleType, is_broad: bool, waiting: Set[str], callers: Mapping[tuple[str, str], Sequence[str]]
) -> Iterator[Removal]:
    def wanted(change: str, function: str) -> bool:
        mails = callers.get((module.__name__, function), ())
        return (change in BROAD) is is_broad and not waiting.isdisjoint(mails)

    for mutant in mutants_of(module, wanted):
        name = f"{_short(module)}:{mutant.line} {mutant.change} in {mutant.function}"
        yield Removal(name, partial(take_on, mutant), callers[module.__name__, mutant.function])


def _words(waiting: Collection[str]) -> Iterator[Removal]:
    """Each word of the vocabulary that stands in a mail that waits."""
    tables = [one for one in vars(vocabulary).values() if isinstance(one, str)]
    words = {word for table in (*tables, *vocabulary.LABELS.values()) for word in _alternatives(table)}
    texts = {name: corpus.read(name).full_text.lower() for name in waiting}
    for word in sorted(words):
        if any(re.search(rf"\b(?:{word})\b", texts[name]) for name in waiting):
            yield Removal(f"the word “{word}”", partial(_forget_word, word), corpus.NAMES)


def _patterns(module: ModuleType, callers: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Removal]:
    for name, found in vars(module).items():
        if isinstance(found, re.Pattern):
            using = [
                function.__code__.co_qualname.partition(".<locals>")[0]
                for function in _functions_of(module)
                if name in function.__code__.co_names
            ]
            mails = sorted({mail for function in using for mail in callers[module.__name__, function]})
            yield Removal(f"{_short(module)}.{name} never matches", partial(_blind, module, name), mails)


def _modules() -> list[ModuleType]:
    names = [name for name in sys.modules if name.startswith(PACKAGE) and name not in NOT_READING]
    return [sys.modules[name] for name in names if f"{PACKAGE}tongues" not in name]


def _functions_of(module: ModuleType) -> list[FunctionType]:
    here = module.__name__
    return [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__module__ == here]


def _short(module: ModuleType) -> str:
    return module.__name__.removeprefix(PACKAGE)


def _mails_by_function() -> Mapping[tuple[str, str], Sequence[str]]:
    """For every function the mails whose reading calls it."""
    files = {str(module.__file__): module.__name__ for module in _modules()}
    mails: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in corpus.NAMES:
        called: set[tuple[str, str]] = set()

        def note(
            frame: FrameType, event: str, _argument: object, called: set[tuple[str, str]] = called
        ) -> None:
            module = files.get(frame.f_code.co_filename)
            if event == "call" and module:
                called.add((module, frame.f_code.co_qualname.partition(".<locals>")[0]))

        sys.setprofile(note)
        corpus.read(name)
        sys.setprofile(None)
        for function in called:
            mails[function].append(name)
    return mails


def _blind(module: ModuleType, name: str) -> bool:
    pattern = vars(module)[name].pattern
    setattr(module, name, _NEVER_BYTES if isinstance(pattern, bytes) else _NEVER)
    return True


def _forget_language(number: int) -> bool:
    vars(tongues)["TONGUES"] = tuple(one for at, one in enumerate(tongues.TONGUES) if at != number)
    return _load_again()


def _forget_word(word: str) -> bool:
    joined = tongues.joined

    def without(name: str, *first: str) -> str:
        return "|".join(one for one in _alternatives(joined(name, *first)) if one != word)

    vars(tongues)["joined"] = without
    return _load_again()


def _alternatives(pattern: str) -> list[str]:
    """The words of a table: what stands between bars outside of brackets."""
    words, depth = [""], 0
    for letter in pattern:
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    return words


def _load_again() -> bool:
    """Patterns are made of the words when modules are loaded."""
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        if not name.startswith(f"{PACKAGE}tongues") and name not in NOT_READING:
            importlib.reload(sys.modules[name])
    vars(corpus)["parse"] = sys.modules[f"{PACKAGE}parse"].parse
    return True


def _failing(take: Callable[[], bool], mails: Sequence[str]) -> list[str]:
    """The mails read wrongly without the behaviour; one at which reading never ends is one of them."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        _live(take, mails, writes)
    os.close(writes)
    answers = _until_the_end(reads)
    os.close(reads)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    failing = [name for name, answer in zip(mails, answers, strict=False) if answer == "F"]
    return [*failing, *mails[len(answers) : len(answers) + 1]] if "E" not in answers else failing


def _until_the_end(reads: int) -> str:
    answers, limit = "", time.monotonic() + _PATIENCE
    while time.monotonic() < limit and "E" not in answers:
        ready, _, _ = select.select([reads], [], [], max(0.0, limit - time.monotonic()))
        said = os.read(reads, 4096).decode() if ready else ""
        if not said:
            break
        answers += said
    return answers


def _live(take: Callable[[], bool], mails: Sequence[str], answers: int) -> None:
    """In the forked process: P or F for each mail, E at the end."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        if take():
            for name in mails:
                os.write(answers, b"P" if _passes(name) else b"F")
        os.write(answers, b"E")
    finally:
        os._exit(0)


def _passes(name: str) -> bool:
    """However reading breaks, the mail has noticed."""
    with suppress(Exception):
        corpus.test_mail_is_read_as_expected(name)
        return True
    return False
