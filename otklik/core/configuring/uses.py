"""What still uses a configured thing, told by the packages above it.

A team cannot know what a ticket is, yet must not vanish under one. Upper packages declare how to count what
of theirs hangs on a row below; pages show it, hiding is refused while a blocking use stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Counted = Callable[[Sequence[int]], Mapping[int, int]]


@dataclass(frozen=True)
class Use:
    """Things that hang on rows of `kind`: `count` takes ids and gives number by id (none: no entry), one
    query.

    `words` says a number of them ("3 open tickets"); a blocking one has to be moved before hiding.
    `key` names it to pages that link to the things.
    """

    kind: str
    key: str
    count: Counted
    words: Callable[[int], str]
    blocks: bool = False


@dataclass(frozen=True)
class Found:
    """A use of one row."""

    use: Use
    number: int

    @property
    def words(self) -> str:
        """`3 open tickets`."""
        return self.use.words(self.number)


_declared: dict[tuple[str, str], Use] = {}


def declare_use(use: Use) -> Use:
    """Make a use known. Twice the same key for a kind is a programming error."""
    if (use.kind, use.key) in _declared:
        raise ValueError(f"use {use.key} of {use.kind} is declared twice")
    _declared[use.kind, use.key] = use
    return use


def uses_of(kind: str, pk: int) -> Sequence[Found]:
    """What uses this row now; one query for each declared use."""
    found = ((use, use.count([pk]).get(pk, 0)) for use in _of(kind))
    return [Found(use, number) for use, number in found if number]


def counted(kind: str, key: str, pks: Sequence[int]) -> Mapping[int, int]:
    """How many of one use hang on each of these rows; one query."""
    use = _declared.get((kind, key))
    return use.count(pks) if use and pks else {}


def counted_words(kind: str, key: str, number: int) -> str:
    """A number of one use in words; empty for none and where no such use is declared."""
    use = _declared.get((kind, key))
    return use.words(number) if use and number else ""


def _of(kind: str) -> Sequence[Use]:
    return [use for (owner, _key), use in _declared.items() if owner == kind]
