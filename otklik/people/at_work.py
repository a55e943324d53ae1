"""Who is at work when, from memory: asking costs no query.

Absences and shifts are a small table (`core.small`). Absences that ended more than `KEPT` ago are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from otklik.core import clock
from otklik.core.small import SmallTable
from otklik.organisation.calendars import CalendarInfo, calendar_of, spans_of
from otklik.organisation.worktime import Hours, NoWorkingTime, Spans, Timetable
from otklik.people.enums import AbsenceKind
from otklik.people.models import Absence, ShiftPlan
from otklik.people.presence import Away, Missing, Plan, Presence, hours_with, longest
from otklik.people.queries import staff

KEPT = timedelta(days=400)


@dataclass
class _AtWork:
    """Absences and plans by employee, and what was worked out of them by (employee, team)."""

    aways: Mapping[int, Sequence[Away]]
    plans: Mapping[int, Sequence[Plan]]
    known: dict[tuple[int, int | None], Presence] = field(default_factory=dict)


def missing(agent_id: int, at: datetime | None = None, team_id: int | None = None) -> Missing | None:
    """Why an employee is not at work at a moment (without one now); None when they are.

    By their shifts, without any by the working time of the team asked about, or of the first of their teams
    that has one of its own, or of the installation.
    """
    return presence_of(agent_id, team_id).missing(at or clock.now())


def away(agent_id: int, at: datetime | None = None) -> Away | None:
    """The absence of an employee at a moment (without one now); shifts do not matter."""
    found = _AT_WORK.get().aways.get(agent_id, ())
    return longest(found, at or clock.now())


def absent(at: datetime | None = None) -> frozenset[int]:
    """Who is away at a moment (without one now). What is kept ready to be shown is kept for these."""
    moment = at or clock.now()
    return frozenset(pk for pk, found in _AT_WORK.get().aways.items() if longest(found, moment))


def working_between(agent_id: int, start: datetime, end: datetime, team_id: int | None = None) -> timedelta:
    """How long an employee works from one moment to a later one."""
    return presence_of(agent_id, team_id).between(start, end)


def working_after(
    agent_id: int, start: datetime, amount: timedelta, team_id: int | None = None
) -> datetime | None:
    """When an employee has worked this long since `start`; None: that is not in sight."""
    try:
        return presence_of(agent_id, team_id).add(start, amount)
    except NoWorkingTime:
        return None


def next_at_work(agent_id: int, at: datetime, team_id: int | None = None) -> datetime | None:
    """`at` itself while they are at work, else when they next are; None: not in sight."""
    return presence_of(agent_id, team_id).next_at_work(at)


def presence_of(agent_id: int, team_id: int | None = None) -> Presence:
    """An employee's presence, worked out once until the configuration changes."""
    table = _AT_WORK.get()
    key = (agent_id, team_id)
    found = table.known.get(key)
    if found is None:
        base = calendar_for(agent_id, team_id)
        timetable = Timetable(hours_for(agent_id, team_id)) if agent_id in table.plans else base.timetable
        found = table.known[key] = Presence(timetable, table.aways.get(agent_id, ()))
    return found


def hours_for(agent_id: int, team_id: int | None = None) -> Hours:
    """What an employee's shifts and calendar say, absences aside."""
    return hours_with(calendar_for(agent_id, team_id).hours, plans_of(agent_id))


def day_of(agent_id: int, day: date, team_id: int | None = None) -> tuple[Spans, Away | None]:
    """The working spans of an employee that begin on a date, and the absence that touches it."""
    hours = hours_for(agent_id, team_id)
    begins = datetime.combine(day, time.min, ZoneInfo(hours.zone))
    ends = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(hours.zone))
    touching = [
        one for one in aways_of(agent_id) if one.starts < ends and (not one.ends or one.ends > begins)
    ]
    return hours.spans_of(day), next(iter(touching), None)


def calendar_for(agent_id: int, team_id: int | None = None) -> CalendarInfo:
    """The working time an employee has where no shift is theirs."""
    people = staff()
    agent = people.agents.get(agent_id)
    mine = [team for team in people.open_teams() if agent and team.pk in agent.team_ids]
    mine.sort(key=lambda team: team.pk != team_id)
    named = mine[:1] if mine and mine[0].pk == team_id else [team for team in mine if team.calendar_id]
    return calendar_of(named[0].calendar_id if named else None)


def aways_of(agent_id: int) -> Sequence[Away]:
    """Every absence of an employee that memory holds, by its beginning."""
    return _AT_WORK.get().aways.get(agent_id, ())


def plans_of(agent_id: int) -> Sequence[Plan]:
    """The shift plans of an employee, by their beginning."""
    return _AT_WORK.get().plans.get(agent_id, ())


def _load() -> _AtWork:
    aways: dict[int, list[Away]] = {}
    recent = Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now() - KEPT)
    for row in Absence.objects.filter(recent).order_by("starts_at", "id"):
        one = Away(row.starts_at, row.ends_at, AbsenceKind(row.kind), row.note, row.stand_in_id, str(row.uid))
        aways.setdefault(row.agent_id, []).append(one)
    plans: dict[int, list[Plan]] = {}
    for plan in ShiftPlan.objects.order_by("begins"):
        days = tuple(spans_of(day) for day in plan.days)
        plans.setdefault(plan.agent_id, []).append(Plan(plan.begins, plan.ends, days, plan.keeps_holidays))
    return _AtWork(aways, plans)


_AT_WORK: SmallTable[_AtWork] = SmallTable(_load)
