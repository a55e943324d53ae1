"""Where a ticket may go by more than a press: put off with a reason, passed on along its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otklik.desk.choosing import reasons_of
from otklik.people.queries import staff
from otklik.stages.ways import ways_from
from otklik.tickets.enums import State
from otklik.tickets.queries import workflow
from otklik.tickets.queries.routes import routes

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


def moving_on(ticket: Ticket) -> dict[str, object]:
    """Reasons to put off; the stage, all stages of its route as (name, whether it is this one), and the ways
    from it as (code, name, onward or not, who answers there, why not)."""
    known = routes()
    reasons = reasons_of(workflow().system(State.POSTPONED))
    present = known.stages.get(ticket.stage_id or 0)
    if present is None:
        return {"stage": None, "stages": (), "stage_ways": (), "postponing": reasons}
    ways = []
    for way in ways_from(ticket):
        team = staff().teams.get(way.target.team_id or 0)
        who = str(team.name) if team else ""
        ways.append((way.target.code, str(way.target.name), way.is_onward, who, way.unless))
    return {
        "stage": present,
        "stages": [(str(one.name), one.pk == present.pk) for one in known.of(present.route_id)],
        "stage_ways": ways,
        "postponing": reasons,
    }
