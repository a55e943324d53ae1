"""Conditions of rules: a tree of questions about fields, what each kind of field is asked, and the answer.

Pure. A condition is compiled once for a version of the configuration (`compiled`) and then asked for every
ticket: no query, no look-up of a name. Which of them held and which did not is told only when somebody wants
to know (`traced`): for the rule that won, and for "why not?".

Stored as JSON: a group is `{"all": […]}` or `{"any": […]}`, a question `{"field", "op", "values"}`. An `all`
without parts holds for every ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

DEEPEST = 4
"""Groups inside groups that a person can still read."""
MOST_QUESTIONS = 50
"""Questions of one rule."""

Scalar: TypeAlias = str | int | bool
"""What a condition is stored with: codes, uids, words, whole numbers."""
Fact: TypeAlias = Scalar | frozenset[Scalar] | None
"""What a ticket shows: None where it has nothing."""


class Kind(StrEnum):
    """What a field holds, and so what can be asked of it."""

    CHOICE = "choice"  # one of a table: team, priority, way of registration
    TREE = "tree"  # the same with rows below rows; the fact is the set of the row and all above it
    LABELS = "labels"  # several at once: categories, a list with several values
    WORDS = "words"  # text; the fact is its stems between blanks (`phrase`)
    NUMBER = "number"  # whole, in the unit of its field
    FLAG = "flag"


class Op(StrEnum):
    """What is asked."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    ALL_OF = "all_of"
    EMPTY = "empty"
    FILLED = "filled"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    YES = "yes"
    NO = "no"


_PRESENCE = (Op.EMPTY, Op.FILLED)
OPERATORS: Mapping[Kind, tuple[Op, ...]] = {
    Kind.CHOICE: (Op.ONE_OF, Op.NONE_OF, *_PRESENCE),
    Kind.TREE: (Op.ONE_OF, Op.NONE_OF, *_PRESENCE),
    Kind.LABELS: (Op.ONE_OF, Op.ALL_OF, Op.NONE_OF, *_PRESENCE),
    Kind.WORDS: (Op.ONE_OF, Op.ALL_OF, Op.NONE_OF, *_PRESENCE),
    Kind.NUMBER: (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, *_PRESENCE),
    Kind.FLAG: (Op.YES, Op.NO),
}
"""What can be asked of each kind, the usual first."""
WANTED: Mapping[Op, tuple[int, int]] = {
    Op.ONE_OF: (1, 200),
    Op.NONE_OF: (1, 200),
    Op.ALL_OF: (1, 200),
    Op.AT_LEAST: (1, 1),
    Op.AT_MOST: (1, 1),
    Op.BETWEEN: (2, 2),
}
"""How many values a question takes, fewest and most; of the others none."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one field."""

    field: str
    op: Op
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """All of its parts, or any of them."""

    every: bool
    parts: tuple[Condition, ...] = ()


Condition: TypeAlias = Question | Group
EVERYTHING = Group(every=True)
"""The condition of a rule for every ticket."""


class Facts(Protocol):
    """What is known of a ticket; each field is worked out when it is first asked for."""

    def __getitem__(self, field: str, /) -> Fact:
        """The field's value; KeyError for a field there is none of."""


Holds: TypeAlias = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was seen and whether it held."""

    question: Question
    seen: Fact
    held: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A group with the answers of all its parts; every part was asked, also where the first decided."""

    every: bool
    held: bool
    parts: tuple[Trace | Answer, ...]


def compiled(condition: Condition) -> Holds:
    """The condition as one function of the facts; it stops at the first part that decides."""
    if isinstance(condition, Question):
        return _asked(condition)
    parts = tuple(compiled(part) for part in condition.parts)
    if len(parts) == 1:
        return parts[0]
    return _all(parts) if condition.every else _any(parts)


def _all(parts: Sequence[Holds]) -> Holds:
    # A plain loop: a generator costs as much again for each part, sixty rules' parts for each ticket.
    def holds(facts: Facts) -> bool:
        held = True
        for part in parts:
            held = part(facts)
            if not held:
                break
        return held

    return holds


def _any(parts: Sequence[Holds]) -> Holds:
    def holds(facts: Facts) -> bool:
        held = False
        for part in parts:
            held = part(facts)
            if held:
                break
        return held

    return holds


def traced(condition: Group, facts: Facts) -> Trace:
    """The same with every answer kept."""
    parts = tuple(
        traced(part, facts)
        if isinstance(part, Group)
        else Answer(part, facts[part.field], _asked(part)(facts))
        for part in condition.parts
    )
    held = all(part.held for part in parts) if condition.every else any(part.held for part in parts)
    return Trace(condition.every, held, parts)


def failed(trace: Trace) -> list[Answer]:
    """The answers that kept the condition from holding, in the order of the rule; none when it held."""
    if trace.held:
        return []
    found: list[Answer] = []
    for part in trace.parts:
        if isinstance(part, Trace):
            found += failed(part)
        elif not part.held:
            found.append(part)
    return found


def questions_of(condition: Condition) -> list[Question]:
    """Every question of the tree, in reading order."""
    if isinstance(condition, Question):
        return [condition]
    return [one for part in condition.parts for one in questions_of(part)]


def phrase(stems: Sequence[str]) -> str:
    """Stems as a text is kept and asked for: a phrase stands in a text as a whole word or words."""
    return f" {' '.join(stems)} " if stems else ""


def _asked(question: Question) -> Holds:
    return _ASKED[question.op](question.field, question.values)


def _one_of(field: str, values: Sequence[Scalar]) -> Holds:
    wanted = frozenset(values)
    phrases = [value for value in values if isinstance(value, str) and value.startswith(" ")]

    def holds(facts: Facts) -> bool:
        seen = facts[field]
        if isinstance(seen, frozenset):
            return not wanted.isdisjoint(seen)
        if phrases and isinstance(seen, str):
            stands = False
            for sought in phrases:
                stands = sought in seen
                if stands:
                    break
            return stands
        return seen in wanted

    return holds


def _none_of(field: str, values: Sequence[Scalar]) -> Holds:
    found = _one_of(field, values)
    return lambda facts: not found(facts)


def _all_of(field: str, values: Sequence[Scalar]) -> Holds:
    return _all(tuple(_one_of(field, (value,)) for value in values))


def _filled(field: str, _values: Sequence[Scalar]) -> Holds:
    return lambda facts: facts[field] not in _NOTHING


def _empty(field: str, _values: Sequence[Scalar]) -> Holds:
    return lambda facts: facts[field] in _NOTHING


def _within(field: str, low: Scalar | None, high: Scalar | None) -> Holds:
    def holds(facts: Facts) -> bool:
        seen = facts[field]
        if not isinstance(seen, int):
            return False
        return (low is None or seen >= int(low)) and (high is None or seen <= int(high))

    return holds


def _flag(field: str, wanted: bool) -> Holds:
    return lambda facts: bool(facts[field]) is wanted


_NOTHING: frozenset[Hashable] = frozenset({None, "", frozenset()})
_ASKED: Mapping[Op, Callable[[str, Sequence[Scalar]], Holds]] = {
    Op.ONE_OF: _one_of,
    Op.NONE_OF: _none_of,
    Op.ALL_OF: _all_of,
    Op.EMPTY: _empty,
    Op.FILLED: _filled,
    Op.AT_LEAST: lambda field, values: _within(field, values[0], None),
    Op.AT_MOST: lambda field, values: _within(field, None, values[0]),
    Op.BETWEEN: lambda field, values: _within(field, *values),
    Op.YES: lambda field, _values: _flag(field, wanted=True),
    Op.NO: lambda field, _values: _flag(field, wanted=False),
}
