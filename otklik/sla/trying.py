"""What a calendar that is tried does to deadlines: of open tickets when it is saved, and of past ones had it
been so from the beginning. Asked inside `organisation.calendars.calendar_tried`; nothing is written.

The first is what `commands.reread` does, worked out by the same function; the second counts every stretch of
a clock again (`replaying`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch

from otklik.rules.facts import TicketFacts
from otklik.rules.matching import Ready, first_match
from otklik.rules.models import RuleVersion
from otklik.sla import rows
from otklik.sla.carrying import Clocked, carry
from otklik.sla.clocks import PERCENT, Kind, Mode, Terms
from otklik.sla.models import Clock, Segment, SlaRule
from otklik.sla.moments import data_of, is_told_before, to_tell
from otklik.sla.replaying import replayed
from otklik.sla.table import Decided, sla_rules
from otklik.tickets.models import Ticket

By = Callable[[Terms], Terms]
NOBODYS = "calendar_id"
"""What a version of a rule keeps as None where it counts by the default calendar."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A deadline and whether it is broken; `due_at` None: the clock stands, or the calendar never reaches
    it."""

    due_at: datetime | None
    is_late: bool


Deadlines = Mapping[str, Promised]
"""By clock: its kind and run, as `answer2`."""


@dataclass(frozen=True)
class Saved:
    """An open ticket read again: its deadlines, and the data of what would be told of them at once."""

    deadlines: Deadlines
    told: Sequence[Mapping[str, object]]


def clocks_by_ticket(tickets: Sequence[Ticket]) -> Mapping[int, Sequence[Clock]]:
    """All clocks of the tickets with their closed segments, by ticket, in the order of their runs. Two
    queries for any number of them."""
    found: dict[int, list[Clock]] = {}
    segments = Prefetch("segments", Segment.objects.order_by("pk"))
    clocks = Clock.objects.filter(ticket__in=[ticket.pk for ticket in tickets])
    for row in clocks.order_by("run", "pk").prefetch_related(segments):
        found.setdefault(row.ticket_id, []).append(row)
    return found


def standing(clocks: Iterable[Clock], at: datetime) -> Deadlines:
    """The deadlines that run, as they stand."""
    return {
        f"{row.kind}{row.run}": _promised(row, at)
        for row in _last(clocks).values()
        if row.mode == Mode.RUNS and not row.by_hand
    }


def once_saved(
    ticket: Ticket,
    facts: TicketFacts,
    clocks: Iterable[Clock],
    told: Iterable[Mapping[str, object]],
    at: datetime,
    rules: Sequence[Ready[SlaRule]] | None = None,
) -> Saved:
    """The deadlines that run once the ticket was read again, by other `rules` than those that stand where
    they are given. `told`: the data of what was told of it. What a person planned stays, so it is left
    out."""
    found = first_match(sla_rules() if rules is None else rules, facts, lambda _rule, _error: None)
    this = Clocked(ticket, {kind: copy.copy(row) for kind, row in _last(clocks).items()}, None, at)
    known = {row.pk: to_tell(row, at) for row in this.clocks.values()}
    carry(this, Decided(found.rule) if found else Decided())
    before = list(told)
    news = []
    for row in this.clocks.values():
        percent = to_tell(row, at)
        if percent and percent != known.get(row.pk, 0) and not is_told_before(row, percent, before):
            news.append(data_of(row, percent))
    return Saved(standing(this.clocks.values(), at), news)


def had_it_been(clocks: Iterable[Clock], by: By, at: datetime) -> Deadlines:
    """The deadlines of every run, the last one of each that has stopped, counted from the beginning."""
    return {f"{row.kind}{row.run}": _promised(replayed(row, by), at) for row in clocks}


def instead(calendar_id: int, clocks: Iterable[Clock], *, takes_over: bool) -> By:
    """By which terms clocks would have counted. `takes_over`: the calendar becomes the default, so that it
    counts for every rule that names none; one query then."""
    if not takes_over:
        return lambda terms: terms
    named = {one.rule_version_id for row in clocks for one in (row, *row.segments.all())}
    bodies = RuleVersion.objects.filter(pk__in=[pk for pk in named if pk]).values_list("pk", "body")
    nobodys = {pk for pk, body in bodies if body.get(NOBODYS) is None}
    return lambda terms: replace(terms, calendar_id=calendar_id) if terms.rule_version in nobodys else terms


def counts_by(calendar_id: int, clock: Clock, by: By) -> bool:
    """Whether a clock counts, or has counted, by this calendar."""
    return any(by(rows.terms(one)).calendar_id == calendar_id for one in (clock, *clock.segments.all()))


def is_breach(data: Mapping[str, object]) -> bool:
    """Whether this tells of a broken promise, not of one that is near its end."""
    return data["percent"] == PERCENT


def _last(clocks: Iterable[Clock]) -> dict[Kind, Clock]:
    return {Kind(row.kind): row for row in clocks}


def _promised(row: Clock, at: datetime) -> Promised:
    passed = row.mode == Mode.RUNS and row.due_at is not None and row.due_at <= at
    return Promised(row.due_at, row.breached_at is not None or passed)
