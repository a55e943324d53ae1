"""Why not? Rules of a table asked about one ticket: which holds, what failed, which one came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from otklik.automation.tables import TABLES, Table
from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import Ready, facts_of, first_match
from otklik.rules.models import OrderedRule
from otklik.rules.pasts import pasts_of
from otklik.rules.sentences import said
from otklik.rules.tracing import Line, failed_of, lines_of
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Ticket


class Verdict(StrEnum):
    """What becomes of a rule for a ticket."""

    TAKEN = "taken"
    FAILED = "failed"  # a condition does not hold
    COVERED = "covered"  # it holds, an earlier rule is taken
    OFF = "off"  # switched off; `failed` tells whether it would hold
    BROKEN = "broken"  # names what is gone


@dataclass(frozen=True)
class Answer:
    """A rule and what becomes of it. `winner` is the earlier rule that is taken instead; `fault` says why it
    is out of use. `failed` are the questions that did not hold, `lines` all of them."""

    table: Table
    rule: OrderedRule
    place: int
    verdict: Verdict
    lines: Sequence[Line]
    winner: OrderedRule | None = None
    fault: str = ""
    is_newer: bool = False
    """It came, or became what it is, only after it was asked about this ticket."""

    @property
    def failed(self) -> Sequence[Line]:
        """The questions that did not hold."""
        return failed_of(self.lines)


@dataclass(frozen=True)
class Asked:
    """The rules of a table about a ticket. `at`: the moment whose values they were asked about."""

    ticket: Ticket
    table: Table
    at: datetime
    answers: Sequence[Answer]


def why_not(actor: Actor, number: str, key: str, uid: str = "") -> Asked:
    """The rules of a table in their order, or the one named, asked about a ticket. For employees who see the
    ticket, else `NotFound`."""
    if not (actor.is_agent or actor.is_system) or key not in TABLES or TABLES[key].is_pressed:
        raise NotFound
    ticket = get_ticket_for(actor, number)
    table = TABLES[key]
    facts = _facts(ticket, table)
    rules = table.rules()
    winner = first_match(rules, facts, lambda _rule, _error: None) if table.is_first else None
    answers = [
        replace(_answer(table, one, place, winner, facts), is_newer=_is_newer(ticket, table, one.rule))
        for place, one in enumerate(rules, start=1)
        if not uid or str(one.rule.uid) == uid
    ]
    if uid and not answers:
        raise NotFound
    return Asked(ticket, table, clock.now() if table.of_now else ticket.created_at, answers)


def _is_newer(ticket: Ticket, table: Table, rule: OrderedRule) -> bool:
    return not table.of_now and rule.current is not None and rule.current.at > ticket.created_at


def _facts(ticket: Ticket, table: Table) -> TicketFacts:
    """The ticket as these rules are asked about it: as it is now, or as it was registered."""
    if table.of_now:
        return facts_of(ticket)
    return pasts_of([ticket], with_text=False)[0].facts()


def _answer(
    table: Table, one: Ready[OrderedRule], place: int, winner: Ready[OrderedRule] | None, facts: TicketFacts
) -> Answer:
    if one.faults:
        return Answer(table, one.rule, place, Verdict.BROKEN, (), fault=said(one.faults[0]))
    lines = lines_of(one.condition, {}, facts)
    if not one.rule.enabled:
        return Answer(table, one.rule, place, Verdict.OFF, lines)
    if not lines[0].held:
        return Answer(table, one.rule, place, Verdict.FAILED, lines)
    if winner is None or winner.rule.pk == one.rule.pk:
        return Answer(table, one.rule, place, Verdict.TAKEN, lines)
    return Answer(table, one.rule, place, Verdict.COVERED, lines, winner.rule)
