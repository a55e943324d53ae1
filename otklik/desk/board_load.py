"""Who of a board has how much: open and overdue ones, the most they may have, until when they are at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.core import clock
from otklik.desk.board_numbers import list_of
from otklik.people.at_work import presence_of
from otklik.people.presence import Why
from otklik.people.queries import AgentInfo, Share, staff
from otklik.tickets.board_scope import Scope
from otklik.tickets.queries.board import Figures, Held
from otklik.web.assignment_words import away_words
from otklik.web.moments import reading
from otklik.web.typography import grouped, initials

SHOWN = 8
"""So many stand there at once; the others open."""
FULL = 0.75
"""Where the mark of the highest maximum stands on a bar, at least."""
BAR = 80
"""Units a bar is long."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An employee, or nobody (`name` empty). `late` and `calm` are lengths on a bar of `BAR` units, `most`
    the place of the mark, if they may have so many only."""

    name: str
    initials: str
    key: int
    href: str
    open: str
    note: str
    overdue: str
    late: int
    calm: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """Everybody of a board, who has most first; among the `first` nobody last. `norm`: the mark in words."""

    first: Sequence[Bar]
    others: Sequence[Bar]
    norm: str


def load(scope: Scope, found: Figures) -> Load:
    """From the board's figures: no query."""
    held = {one.agent: one for one in found.held}
    people = _people(scope, held)
    team = scope.team
    most = {agent.id: limit for agent in people if (limit := _limit(team, agent.id))}
    longest = max([one.open for one in found.held] + [round(limit / FULL) for limit in most.values()] + [1])
    now = clock.now()
    bars = [_bar(scope, held.get(one.id), one, (team, most.get(one.id), longest), now) for one in people]
    free = held.get(None)
    if free is not None:
        bars = [*bars[: SHOWN - 1], _bar(scope, free, None, (team, None, longest), now), *bars[SHOWN - 1 :]]
    return Load(bars[:SHOWN], bars[SHOWN:], _norm(set(most.values())))


def _people(scope: Scope, held: dict[int | None, Held]) -> list[AgentInfo]:
    """Members of the teams looked at, and who else has something; who has most first."""
    known = staff()
    wanted = {pk for pk in held if pk is not None}
    wanted |= {agent.id for team in scope.teams or () for agent in known.members(team)}
    people = [known.agents[pk] for pk in wanted if pk in known.agents]
    return sorted(people, key=lambda one: (-held[one.id].open if one.id in held else 0, one.name))


def _limit(team: int | None, agent: int) -> int | None:
    if team is None:
        return None
    return staff().shares.get((team, agent), Share()).most(staff().teams[team])


def _norm(limits: set[int]) -> str:
    if not limits:
        return ""
    if len(limits) == 1:
        return _("the mark is the most one may have: %(n)s") % {"n": limits.pop()}
    return _("the mark is the most one may have")


def _bar(
    scope: Scope,
    has: Held | None,
    agent: AgentInfo | None,
    measure: tuple[int | None, int | None, int],
    now: datetime,
) -> Bar:
    team, most, longest = measure
    number, late = (has.open, has.overdue) if has else (0, 0)
    ends = round(number / longest * BAR)
    return Bar(
        name=agent.name if agent else "",
        initials=initials(agent.name) if agent else "",
        key=agent.id if agent else 0,
        href=list_of(scope, {"assignee": agent.uid if agent else "none"}),
        open=grouped(number),
        note=_at_work(agent, team, number, now) if agent else _("the common queue"),
        overdue=ngettext("%(n)s overdue", "%(n)s are overdue", late) % {"n": grouped(late)} if late else "",
        late=max(round(late / longest * BAR), 3) if late else 0,
        calm=ends,
        most=round(most / longest * BAR) if most else None,
    )


def _at_work(agent: AgentInfo, team: int | None, number: int, now: datetime) -> str:
    """`until 18:00`, `free`, `on vacation until 3 Dec`, `not at work`."""
    presence, told = presence_of(agent.id, team), reading()
    missing = presence.missing(now)
    if missing is not None and missing.why is Why.ABSENT:
        return away_words(missing.away)
    if missing is not None:
        soon = missing.until is not None and told.days_from_now(missing.until) == 0
        return _("from %(time)s") % {"time": told.local(missing.until, "clock")} if soon else _("not at work")
    ends = presence.until(now)
    if not number:
        return _("free")
    if ends is None or ends - now > timedelta(days=1):
        return _("at work")
    return _("until %(time)s") % {"time": told.local(ends, "clock")}
