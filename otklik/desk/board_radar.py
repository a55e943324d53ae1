"""The radar on the board: the nearest promises of a team that will be broken, as lanes of its hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from otklik.automation.radar.glancing import glance
from otklik.automation.radar.reading import Item, hours_ahead
from otklik.desk.radar import Line, line_of
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.board_scope import Scope
from otklik.web.addresses import address_of_page
from otklik.web.moments import reading

if TYPE_CHECKING:
    from otklik.people.models import Team

FULL = 0.4
"""Behind a lane that goes on further there is no room for its words: they stand below it."""
HALF, SEEN = 0.5, 0.015
NEAR_NOW = 0.3
"""An hour so near to now is not named."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A promise, and where on its lane the time ends and it will be kept, in per cent. `below`: on which
    side of the deadline its words stand below the lane (`start`, `end`); empty: behind it."""

    line: Line
    due: str
    late: str
    end: str
    below: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a team will not make. `href`: its radar, where all is given anew after a look."""

    team: str
    until: datetime
    number: int
    lanes: Sequence[Lane]
    hours: Sequence[tuple[str, str]]
    href: str
    more: int


def team_ahead(actor: Actor, scope: Scope) -> Team | None:
    """Whose radar stands on the board: the first team of the scope one leads; None for who leads none."""
    led, known = led_by(actor), staff()
    wanted = scope.teams if scope.teams is not None else [team.pk for team in known.open_teams()]
    mine = [pk for pk in wanted if pk in led]
    mine.sort(key=lambda pk: pk not in actor.team_ids)
    return known.teams[mine[0]] if mine else None


def ahead(actor: Actor, team: Team) -> Ahead:
    """The nearest promises that will be broken; for who leads the team. At most some seconds old."""
    look, told = glance(actor, team), reading()
    return Ahead(
        team=str(team.name),
        until=look.until,
        number=look.number,
        lanes=[_lane(item, look.now) for item in look.items],
        hours=[
            (_share(place), told.local(moment, "clock") if place > NEAR_NOW else "")
            for moment, place in hours_ahead(team, look.now, look.until)
        ],
        href=f"{address_of_page('desk-radar')}?{urlencode({'team': team.code})}",
        more=look.number - len(look.items),
    )


def _lane(item: Item, now: datetime) -> Lane:
    below = "" if item.ends <= FULL else "start" if item.due < HALF else "end"
    due = min(item.due, 1 - SEEN)
    late = max(item.ends - due, SEEN)
    return Lane(line_of(item, now), _share(due), _share(late), _share(item.ends), below)


def _share(part: float) -> str:
    return f"{part * 100:.2f}%"
