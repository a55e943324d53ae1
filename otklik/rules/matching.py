"""An ordered table of rules in memory: compiled once for a configuration, asked for every ticket.

A rule that names a field, a team or a choice that is gone is asked nothing: it stops neither the ticket nor
the other rules, and says so where it stands (`faults`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from otklik.core import stems
from otklik.rules import stored, ticket_fields
from otklik.rules.conditions import Condition, Group, Holds, Kind, Question, compiled, phrase, questions_of
from otklik.rules.facts import TicketFacts
from otklik.rules.models import OrderedRule
from otklik.rules.registry import RuleField, fields
from otklik.rules.stored import Fault, Malformed
from otklik.tickets.models import Ticket

DECLARED_BY = (ticket_fields,)
"""The modules whose fields every rule may ask about."""
Rule = TypeVar("Rule", bound=OrderedRule)


@dataclass(frozen=True)
class Ready(Generic[Rule]):
    """A rule that can be asked, or why it cannot."""

    rule: Rule
    condition: Group
    holds: Holds
    faults: Sequence[Fault] = ()


def ready(rows: Iterable[Rule]) -> list[Ready[Rule]]:
    """Rules as they are asked, in the order of the rows."""
    return [_ready(row) for row in rows]


def first_match(table: Sequence[Ready[Rule]], facts: TicketFacts) -> Ready[Rule] | None:
    """The first rule that is switched on, whole, and holds."""
    return next((one for one in table if one.rule.enabled and not one.faults and one.holds(facts)), None)


def facts_of(ticket: Ticket, at: datetime, text: str | None = None) -> TicketFacts:
    """The ticket as rules see it at this moment."""
    return TicketFacts(ticket, {key: field.read for key, field in fields().items()}, at, text)


def faults_of(condition: Group) -> list[Fault]:
    """Everything that keeps a condition from being asked now."""
    named = {question.field for question in questions_of(condition)}
    known = fields()
    return stored.faults(condition, {key: known[key].plain for key in named if key in known})


def spelled(condition: Condition) -> Condition:
    """The condition with the words people typed as texts are kept: by their stems."""
    if isinstance(condition, Group):
        return Group(condition.every, tuple(spelled(part) for part in condition.parts))
    field: RuleField | None = fields().get(condition.field)
    if field is None or field.kind is not Kind.WORDS:
        return condition
    phrases = (phrase(stems.stems(str(words))) for words in condition.values)
    return Question(condition.field, condition.op, tuple(one for one in phrases if one))


def _ready(row: Rule) -> Ready[Rule]:
    try:
        condition = stored.read(row.condition)
    except Malformed as malformed:
        return Ready(row, Group(every=False), lambda _facts: False, [malformed.fault])
    return Ready(row, condition, compiled(spelled(condition)), faults_of(condition))
