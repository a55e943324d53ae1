"""An ordered table of rules in memory: compiled once for a configuration, asked for every ticket.

A rule that names a field, a team or a choice that is gone is asked nothing: it stops neither the ticket nor
the other rules, and says so where it stands (`faults`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from otklik.core import stems
from otklik.core.models import Event
from otklik.rules import (
    client_fields,
    event_fields,
    seeing,
    stage_fields,
    standing_fields,
    stored,
    ticket_fields,
)
from otklik.rules.conditions import Condition, Group, Holds, Kind, Question, compiled, phrase, questions_of
from otklik.rules.facts import TicketFacts
from otklik.rules.models import OrderedRule
from otklik.rules.registry import RuleField, fields
from otklik.rules.stored import Fault, Malformed
from otklik.tickets.models import Ticket

DECLARED_BY = (ticket_fields, client_fields, stage_fields, standing_fields, event_fields)
"""The modules whose fields every rule may ask about."""
Rule = TypeVar("Rule", bound=OrderedRule)
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What goes wrong while facts are worked out. A fault of the database ends the transaction anyway."""
Kept = TypeVar("Kept", bound=OrderedRule, covariant=True)


@dataclass(frozen=True)
class Ready(Generic[Kept]):
    """A rule that can be asked, or why it cannot."""

    rule: Kept
    condition: Group
    holds: Holds
    faults: Sequence[Fault] = ()


Failed = Callable[[OrderedRule, Exception], None]


def ready(
    rows: Iterable[Rule],
    also: Callable[[Rule], Iterable[Fault]] | None = None,
    *,
    with_event: bool = False,
) -> list[Ready[Rule]]:
    """Rules as they are asked, in the order of the rows. `also`: what keeps a rule of this table from being
    done, besides its condition. `with_event`: they answer events and may ask about them."""
    return [_ready(row, also, with_event) for row in rows]


def first_match(
    table: Sequence[Ready[Rule]], facts: TicketFacts, failed: Failed | None = None
) -> Ready[Rule] | None:
    """The first rule that is switched on, whole, and holds.

    `failed` is told of a rule that cannot be asked at all; the next ones are asked as if it were not there.
    Without it what went wrong is raised.
    """
    return next(
        (one for one in table if one.rule.enabled and not one.faults and _asked(one, facts, failed)), None
    )


def facts_of(ticket: Ticket, text: str | None = None, event: Event | None = None) -> TicketFacts:
    """The ticket as rules see it, and the event those answer that answer one."""
    return TicketFacts(ticket, fields(), text, event)


def seen_by(rule: Ready[Rule], facts: TicketFacts) -> dict[str, object]:
    """What the rule saw of the ticket when it decided, for the data of the event that names its version."""
    return seeing.seen(questions_of(rule.condition), facts, kinds(), spell)


def kinds() -> dict[str, Kind]:
    """What every field holds."""
    return {key: field.kind for key, field in fields().items()}


def faults_of(condition: Group, *, with_event: bool = False) -> list[Fault]:
    """Everything that keeps a condition from being asked now: also a question about an event, where the rule
    answers none."""
    named = {question.field for question in questions_of(condition)}
    known = {key: field for key, field in fields().items() if with_event or not field.needs_event}
    return stored.faults(condition, {key: known[key].plain for key in named if key in known})


def spelled(condition: Condition) -> Condition:
    """The condition with the words people typed as texts are kept: by their stems."""
    if isinstance(condition, Group):
        return Group(condition.every, tuple(spelled(part) for part in condition.parts))
    field: RuleField | None = fields().get(condition.field)
    if field is None or field.kind is not Kind.WORDS:
        return condition
    phrases = (spell(str(words)) for words in condition.values)
    return Question(condition.field, condition.op, tuple(one for one in phrases if one))


def spell(words: str) -> str:
    """Words as texts are kept: their stems."""
    return phrase(stems.stems(words))


def _asked(one: Ready[Rule], facts: TicketFacts, failed: Failed | None) -> bool:
    if failed is None:
        return one.holds(facts)
    try:
        return one.holds(facts)
    except _FAULTS as error:
        failed(one.rule, error)
        return False


def _ready(row: Rule, also: Callable[[Rule], Iterable[Fault]] | None, with_event: bool) -> Ready[Rule]:
    more = list(also(row)) if also else []
    try:
        condition = stored.read(row.condition)
    except Malformed as malformed:
        return Ready(row, Group(every=False), lambda _facts: False, [malformed.fault, *more])
    return Ready(
        row, condition, compiled(spelled(condition)), [*faults_of(condition, with_event=with_event), *more]
    )
