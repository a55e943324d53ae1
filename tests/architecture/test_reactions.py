"""The table of consequences: as the documentation tells it, and complete in itself."""

from __future__ import annotations

from otklik.core import events
from otklik.core.reacting import Later, find, name_of
from otklik.reactions import REACTIONS, TIMERS
from tests.architecture.tree import PACKAGE

STORY = PACKAGE.parent / "docs" / "life-of-a-message.md"


def _table(head: str) -> list[tuple[str, ...]]:
    """The rows of the table with this head in the story, code marks taken off."""
    lines = iter(STORY.read_text().splitlines())
    for line in lines:
        if line == head:
            break
    next(lines)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().replace("`", "") for cell in line.strip("|").split("|")))
    return rows


def _later() -> list[Later]:
    """Every reaction and timer, each once, in the order of the table."""
    listed = [entry for reaction in REACTIONS.values() for entry in reaction.later]
    return list(dict.fromkeys([*listed, *TIMERS]))


def test_the_story_tells_the_table() -> None:
    """Event by event, in its order: what happens now and what later."""
    told = _table("| event | now | later |")
    stands = [
        (kind, ", ".join(map(name_of, reaction.now)), ", ".join(entry.name for entry in reaction.later))
        for kind, reaction in REACTIONS.items()
    ]
    assert told == stands


def test_the_story_tells_who_does_the_work() -> None:
    """Every later reaction and timer with its lane, and whether it talks to others."""
    told = sorted(row[:3] for row in _table("| reaction | lane | network | what it does |"))
    assert told == sorted((e.name, e.lane, "yes" if e.network else "") for e in _later())


def test_only_declared_events_have_consequences() -> None:
    """A misspelt kind would wait for ever."""
    assert set(REACTIONS) - set(events.kinds()) == set()


def test_the_worker_knows_every_reaction() -> None:
    """By the name its queue row bears; a `now` function too, which is tried again when it failed."""
    for entry in _later():
        assert find(entry.name) is entry
    for reaction in REACTIONS.values():
        for function in reaction.now:
            assert find(name_of(function)) is not None


def test_names_are_told_apart() -> None:
    """A queue row names its reaction by package and function: no two may be called alike."""
    functions = {function for reaction in REACTIONS.values() for function in reaction.now}
    names = [name_of(function) for function in functions] + [entry.name for entry in _later()]
    assert len(names) == len(set(names))
