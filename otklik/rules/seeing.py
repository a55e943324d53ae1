"""What a rule saw when it decided, small enough to be kept with the event, and read back for "why?". Pure.

Kept are codes, uids and numbers, and of a text only which of the rule's own words stood in it: nothing that a
person wrote goes into an event. Kept is what was worked out to decide, no more: a question that was not
reached has no value then, and is told with the value of now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from otklik.rules.conditions import Fact, Kind, Question

MOST_FIELDS = 20
MOST_VALUES = 20
LONGEST = 100
"""A value longer than any code or uid is not kept."""
Seen = Mapping[str, object]
"""By field: a value, a list of values, or None where the ticket had nothing."""


class Worked(Protocol):
    """The facts as far as they are worked out (`rules.facts.TicketFacts`)."""

    def __contains__(self, field: object, /) -> bool:
        """Whether the field has been asked for."""

    def __getitem__(self, field: str, /) -> Fact:
        """Its value."""


def seen(
    questions: Sequence[Question], facts: Worked, kinds: Mapping[str, Kind], phrase: Callable[[str], str]
) -> dict[str, object]:
    """What the fields of these questions showed, for the event's data. `phrase` spells words as texts are
    kept (`conditions.phrase` of their stems)."""
    kept: dict[str, object] = {}
    for question in questions:
        field = question.field
        if field not in facts or field not in kinds or (field not in kept and len(kept) >= MOST_FIELDS):
            continue
        value = facts[field]
        if kinds[field] is Kind.WORDS:
            before = kept.get(field)
            found = _found(question, value, phrase)
            kept[field] = [*(before if isinstance(before, list) else []), *found][:MOST_VALUES]
        elif not isinstance(value, str) or len(value) <= LONGEST:
            kept[field] = _plain(value)
    return kept


def facts_of(kept: Seen, kinds: Mapping[str, Kind], phrase: Callable[[str], str]) -> dict[str, Fact]:
    """The same as facts that a condition can be asked about again; what is no such value is left out."""
    facts: dict[str, Fact] = {}
    for field, value in kept.items():
        kind = kinds.get(field)
        if kind is Kind.WORDS and isinstance(value, list):
            facts[field] = "".join(phrase(str(words)) for words in value) or None
        elif isinstance(value, list):
            facts[field] = frozenset(one for one in value if isinstance(one, str | int))
        elif kind is not None and (value is None or isinstance(value, str | int)):
            facts[field] = value
    return facts


def _found(question: Question, value: Fact, phrase: Callable[[str], str]) -> list[str]:
    """The words of the question that stood in the text."""
    text = value if isinstance(value, str) else ""
    words = [str(word) for word in question.values]
    return [word for word in words if len(word) <= LONGEST and phrase(word) and phrase(word) in text]


def _plain(value: Fact) -> object:
    if isinstance(value, frozenset):
        return sorted((one for one in value if len(str(one)) <= LONGEST), key=str)[:MOST_VALUES]
    return value
