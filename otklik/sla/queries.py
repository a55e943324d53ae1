"""Reads about deadlines: how a ticket's clocks stand, and the ledger each is explained by (NEW-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.core.translated import Translated
from otklik.organisation.calendars import calendar_of
from otklik.organisation.day_by_day import DayWorked, day_by_day
from otklik.people.actor import Actor
from otklik.rules.models import RuleVersion
from otklik.sla.clocks import Cause, Kind, Mode, Terms, used_by
from otklik.sla.models import Clock, Segment, SlaRule
from otklik.sla.rows import running
from otklik.sla.table import sla_rules, timetable_of
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands now. `allowance`, `used` and `left` are working time; `left` is negative when the
    time is used up, as far as it ran on."""

    kind: Kind
    run: int
    mode: Mode
    cause: Cause
    allowance: timedelta
    used: timedelta
    due_at: datetime | None
    breached_at: datetime | None
    by_hand: bool

    @property
    def left(self) -> timedelta:
        """What is left of the allowance."""
        return self.allowance - self.used


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a ledger; `ended` None: it lasts. `status` is the code the ticket then had; `rule` and
    `version` name the rule, `carried` is what earlier lines had used when it began."""

    began: datetime
    ended: datetime | None
    runs: bool
    worked: timedelta
    cause: Cause
    status_id: int | None
    calendar: Translated
    zone: str
    allowance: timedelta
    carried: timedelta
    rule: Translated
    version: int
    days: Sequence[DayWorked] = ()
    """What it counted on each day, of a stretch that runs over several."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next while nothing stops the clock: from now until the deadline."""

    began: datetime
    ended: datetime
    left: timedelta
    days: Sequence[DayWorked]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A run of a clock and all it is made of, oldest first; `ahead` of one that runs and is in time."""

    standing: Standing
    lines: Sequence[Line]
    ahead: Ahead | None = None


def every_rule() -> Sequence[SlaRule]:
    """Every rule in its order, hidden ones too, for whoever sets them up."""
    return list(SlaRule.objects.select_related("current").order_by("position", "id"))


def clocks_of(actor: Actor, ticket: Ticket) -> Mapping[Kind, Standing]:
    """The clocks of a ticket the actor sees, the last run of each; one question, none without SLA rules."""
    if not sla_rules() or not (actor.is_agent or actor.is_system):
        return {}
    now = clock.now()
    rows = Clock.objects.filter(ticket_id=ticket.pk).order_by("run")
    return {Kind(row.kind): _standing(row, now) for row in rows}


def ledgers_of(actor: Actor, number: str) -> tuple[Ticket, Sequence[Ledger]]:
    """A ticket with the ledgers of all its clocks, by kind and run. For employees who see it, else
    `NotFound`."""
    if not (actor.is_agent or actor.is_system):
        raise NotFound
    ticket = get_ticket_for(actor, number)
    rows = sorted(
        Clock.objects.filter(ticket=ticket), key=lambda row: (list(Kind).index(Kind(row.kind)), row.run)
    )
    segments: dict[int, list[Segment]] = {}
    for segment in Segment.objects.filter(clock__in=rows).order_by("id"):
        segments.setdefault(segment.clock_id, []).append(segment)
    versions = _versions(rows, segments)
    now = clock.now()
    return ticket, [_ledger(row, segments.get(row.pk, []), versions, now) for row in rows]


def _ledger(
    row: Clock, segments: Sequence[Segment], versions: Mapping[int, tuple[Translated, int]], now: datetime
) -> Ledger:
    standing = _standing(row, now)
    lines = _lines(row, standing.used, segments, versions, now)
    return Ledger(standing, lines, _ahead(row, standing, now))


def _ahead(row: Clock, standing: Standing, now: datetime) -> Ahead | None:
    due = standing.due_at
    if standing.mode is not Mode.RUNS or due is None or due <= now:
        return None
    return Ahead(now, due, standing.left, _days(row, now, due))


def _standing(row: Clock, now: datetime) -> Standing:
    state = running(row)
    return Standing(
        kind=Kind(row.kind),
        run=row.run,
        mode=state.mode,
        cause=state.cause,
        allowance=row.allowance,
        used=used_by(state, timetable_of(state.terms), now),
        due_at=row.due_at,
        breached_at=row.breached_at,
        by_hand=row.by_hand,
    )


def _lines(
    row: Clock,
    used: timedelta,
    segments: Sequence[Segment],
    versions: Mapping[int, tuple[Translated, int]],
    now: datetime,
) -> Sequence[Line]:
    lines: list[Line] = []
    carried = timedelta(0)
    for segment in segments:
        lines.append(_line(segment, segment.began, segment.ended, carried, versions, now))
        carried += segment.worked
    last = Segment(runs=row.mode == Mode.RUNS, worked=used - row.used)
    for name in ("cause", "status_id", "calendar_id", "zone", "allowance", "rule_version_id"):
        setattr(last, name, getattr(row, name))
    return [*lines, _line(last, row.since, None, carried, versions, now)]


def _days(row: Clock | Segment, began: datetime, ended: datetime) -> Sequence[DayWorked]:
    """By the calendar as it is now: what a segment counted before it changed stays as it was counted."""
    calendar = calendar_of(row.calendar_id)
    names = {day.date: day.name for day in calendar.days}
    terms = Terms(row.allowance, calendar.id, row.zone)
    return day_by_day(timetable_of(terms), row.zone or calendar.hours.zone, names, began, ended)


def _line(
    segment: Segment,
    began: datetime,
    ended: datetime | None,
    carried: timedelta,
    versions: Mapping[int, tuple[Translated, int]],
    now: datetime,
) -> Line:
    """Day by day only where the days still sum up to what was counted: a calendar may have changed since."""
    rule, number = versions.get(segment.rule_version_id or 0, (Translated(), 0))
    calendar = calendar_of(segment.calendar_id)
    days = _days(segment, began, ended or now) if segment.runs else ()
    return Line(
        began=began,
        ended=ended,
        runs=segment.runs,
        worked=segment.worked,
        cause=Cause(segment.cause),
        status_id=segment.status_id,
        calendar=calendar.name,
        zone=segment.zone or calendar.zone,
        allowance=segment.allowance,
        carried=carried,
        rule=rule,
        version=number,
        days=days if sum((one.worked for one in days), timedelta(0)) == segment.worked else (),
    )


def _versions(
    rows: Sequence[Clock], segments: Mapping[int, Sequence[Segment]]
) -> Mapping[int, tuple[Translated, int]]:
    """Name and number of every version that is named; two questions."""
    named = {row.rule_version_id for row in rows}
    named |= {segment.rule_version_id for those in segments.values() for segment in those}
    found = RuleVersion.objects.filter(pk__in=[pk for pk in named if pk])
    versions = {version.pk: version for version in found}
    rules = {rule.pk: rule.name for rule in SlaRule.objects.filter(pk__in=[v.rule_id for v in found])}
    return {pk: (rules.get(v.rule_id, Translated()), v.number) for pk, v in versions.items()}
