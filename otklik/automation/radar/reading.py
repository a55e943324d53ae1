"""Looking ahead for a team: which promises of its tickets will be broken, why, and who could keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.automation.radar.forecast import Forecast, Work, forecast
from otklik.automation.radar.handling import Known, Typical, typical
from otklik.automation.radar.measuring import known_times
from otklik.automation.radar.moving import Able, Move, moves
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import Denied
from otklik.organisation.calendars import calendar_of
from otklik.organisation.worktime import NoWorkingTime
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.at_work import presence_of
from otklik.people.models import Team
from otklik.people.presence import Presence
from otklik.people.presence import Why as MissingWhy
from otklik.people.queries import AgentInfo, Share, actor_of_agent, staff
from otklik.tickets.access import ASSIGN, visible_to
from otklik.tickets.enums import Rank
from otklik.tickets.models import Ticket
from otklik.tickets.queries.load import counting_statuses, loads_of
from otklik.tickets.turns import Candidate, Why, refusal

AHEAD = timedelta(hours=4)
"""Working hours of the team that are looked at."""
MOST = 300
"""Promises of these hours that are looked at, the nearest first."""
MOST_HOURS = 8
"""Marks of the hours."""
MOST_OPEN, MOST_FREE = 5000, 500
"""Open tickets of the people, and tickets nobody has, that count as work before them."""


class Row(NamedTuple):
    """A ticket of the team with a promise in these hours."""

    id: int
    number: str
    subject: str
    company: str | None
    contact: str
    priority_id: int
    assignee_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Item:
    """A promise that will be broken. `move`: who could keep it, if anybody. `due` and `ends`: where in the
    hours looked at its time ends and where it will be kept, from 0 (now) to 1 (their end or later)."""

    row: Row
    seen: Forecast
    takes: Typical
    move: Move | None
    due: float
    ends: float


@dataclass(frozen=True, slots=True)
class Radar:
    """What a team has before it until a moment: how many promises, those that will be broken, whom tickets
    may be given to. `is_cut`: there are more than were looked at."""

    now: datetime
    until: datetime
    promises: int
    items: Sequence[Item]
    able: Sequence[Able]
    is_cut: bool = False


class _Open(NamedTuple):
    """What makes a ticket work somebody has before them."""

    id: int
    assignee_id: int | None
    team_id: int | None
    type_id: int | None
    rank: int
    priority_level: int
    due_sort: datetime
    due_at: datetime | None
    react_by: datetime | None


_DETAILS = (
    "id", "number", "subject", "company__name", "contact_name", "priority_id", "assignee_id", "version",
)  # fmt: skip


def radar(actor: Actor, team: Team) -> Radar:
    """Look four working hours of the team ahead; for its lead and administrators, `Denied` for others.

    Five questions whatever there is to look at, each over an index of open tickets or a small table.
    """
    if team.pk not in led_by(actor):
        raise Denied(_("This is for the team's lead and administrators."))
    team, now = staff().teams.get(team.pk, team), clock.now()
    until = horizon(team, now)
    soon = visible_to(actor).filter(_ours(team, now, until)).order_by("due_sort", "id")
    found = [
        (Row(*each[:8]), _Open(*each[8:])) for each in soon.values_list(*_DETAILS, *_Open._fields)[:MOST]
    ]
    members = staff().members(team.pk)
    who = {agent.id for agent in members} | {row.assignee_id for row, _one in found if row.assignee_id}
    people = {agent: presence_of(agent, team.pk) for agent in sorted(who)}
    times = known_times()
    works = _works(team, people, [one for _row, one in found], times, (now, until))
    seen = {one.work.ticket: one for one in forecast(now, people, works, [agent.id for agent in members])}
    rows = {row.id: row for row, _one in found}
    late = [one for pk, one in seen.items() if pk in rows and one.is_late]
    able = _able(team, members, people, now)
    plan = {move.work.ticket: move for move in moves(now, people, works, late, able)}
    takes = {one.id: typical(times, one.team_id, one.type_id) for _row, one in found}
    items = [
        Item(rows[pk], one, takes[pk], plan.get(pk), *_lane(team, now, one))
        for one in late
        for pk in [one.work.ticket]
    ]
    return Radar(now, until, len(found), items, able, len(found) == MOST)


def horizon(team: Team, now: datetime) -> datetime:
    """Until when is looked ahead: four hours of the team's working time."""
    try:
        return calendar_of(team.calendar_id).timetable.add(now, AHEAD)
    except NoWorkingTime:
        return now + AHEAD


def hours_ahead(team: Team, now: datetime, until: datetime) -> Sequence[tuple[datetime, float]]:
    """The full hours of the reader's clock in the hours looked at, each with its place in them, from 0 to 1;
    of those without working time between them the first."""
    zone = timezone.get_current_timezone()
    hour = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    found: dict[float, datetime] = {}
    while (hour := hour + timedelta(hours=1)) < until and len(found) < MOST_HOURS:
        found.setdefault(_share(team, now, hour), hour)
    return [(moment, place) for place, moment in found.items() if 0 < place < 1]


def _lane(team: Team, now: datetime, seen: Forecast) -> tuple[float, float]:
    """Where in the hours looked at a promise's time ends and where it will be kept, in the team's working
    time; one whose end is not in sight goes to the end."""
    due = _share(team, now, seen.work.due) if seen.work.due else 0.0
    return due, max(_share(team, now, seen.ready), due) if seen.ready else 1.0


def _share(team: Team, now: datetime, moment: datetime) -> float:
    worked = calendar_of(team.calendar_id).timetable.between(now, moment)
    return min(worked / AHEAD, 1.0)


def _ours(team: Team, now: datetime, until: datetime) -> Q:
    within = Q(due_sort__gt=now, due_sort__lte=until)
    return within & Q(team=team, is_open=True, rank__lte=Rank.WE_WORK)


def _works(
    team: Team,
    people: Mapping[int, Presence],
    soon: Sequence[_Open],
    times: Known,
    between: tuple[datetime, datetime],
) -> list[Work]:
    """What everybody has before them: their own open tickets, and those of the team that nobody has."""
    order = ("rank", "-priority_level", "due_sort", "id")
    ours = _at_work().filter(assignee_id__in=list(people)).order_by("assignee_id", *order)
    free = _at_work().filter(team=team, assignee=None).order_by(*order)
    rows = {one.id: one for one in soon}
    for query, most in ((ours, MOST_OPEN), (free, MOST_FREE)):
        rows |= {each[0]: _Open(*each) for each in query.values_list(*_Open._fields)[:most]}
    return [_work(one, times, between) for one in rows.values()]


def _at_work() -> QuerySet[Ticket]:
    """Open tickets that are somebody's load and wait for us."""
    return Ticket.objects.filter(
        is_open=True, deleted_at=None, rank__lte=Rank.WE_WORK, status_id__in=counting_statuses()
    )


def _work(one: _Open, times: Known, between: tuple[datetime, datetime]) -> Work:
    promised = [(at, at == one.react_by) for at in (one.react_by, one.due_at) if at and between[0] < at]
    due, answer = min(promised, default=(None, False))
    if due is not None and due > between[1]:
        due, answer = None, False
    return Work(
        one.id,
        one.assignee_id,
        typical(times, one.team_id, one.type_id).time,
        (one.rank, -one.priority_level, one.due_sort, one.id),
        due,
        answer,
    )


def _able(
    team: Team, members: Sequence[AgentInfo], people: Mapping[int, Presence], now: datetime
) -> list[Able]:
    """Members who may be given tickets, by the rules of giving by turn; who is only off shift comes to work
    before the deadline or does not: that is arithmetic."""
    shares, loads = staff().shares, loads_of([agent.id for agent in members])
    found = []
    for agent in members:
        share, missing = shares.get((team.pk, agent.id), Share()), people[agent.id].missing(now)
        limit = share.most(team)
        load, is_away = loads.get(agent.id, 0), missing is not None and missing.why is MissingWhy.ABSENT
        one = Candidate(agent.id, load, limit, share.weight, out=Why.ABSENT if is_away else None)
        if refusal(one) is None and actor_of_agent(agent, Via.DESK).has(ASSIGN):
            found.append(Able(agent.id, load, None if limit is None else limit - load))
    return found
