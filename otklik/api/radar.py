"""`/reports/radar`: promises of a team that will be broken; giving their tickets anew (NEW-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.radar import RadarOut, RadarQuery, RebalanceIn, radar_out
from otklik.api.schemas.steps import Step, step_out
from otklik.automation.radar.reading import radar
from otklik.automation.radar.rebalancing import Wanted, rebalance
from otklik.core.errors import Invalid

if TYPE_CHECKING:
    from otklik.people.models import Team

router = Router(tags=["reports"])


@router.get(
    "/reports/radar",
    **told(
        _("Read which deadlines a team will miss"),
        _(
            "In the next four hours of its working time, with the cause and who could still make it. For the "
            "team's lead and administrators."
        ),
        gives={200: RadarOut},
        refuses=(403, 422),
    ),
)
def read_radar(request: ApiRequest, query: Query[RadarQuery]) -> HttpResponse:
    """`automation.radar.reading.radar`."""
    return answer(radar_out(radar(staff(request), _team(query.team))))


@router.post(
    "/reports/radar/moves",
    **told(
        _("Give tickets of the radar anew"),
        _(
            "In one step that can be undone within thirty days. Nobody absent, at their maximum or without "
            "the right is given anything; a ticket that was changed meanwhile is refused by itself."
        ),
        gives={201: Step},
        refuses=(403, 409, 422),
    ),
)
def move_tickets(request: ApiRequest, body: RebalanceIn) -> HttpResponse:
    """`automation.radar.rebalancing.rebalance`."""
    actor, team = staff(request), _team(body.team)
    wanted = [Wanted(one.number, one.version, str(one.agent)) for one in body.moves]
    return answer_once(request, lambda: step_out(rebalance(actor, team, wanted)), status=201)


def _team(code: str) -> Team:
    team = references.team(code)
    if team is None:
        raise Invalid({"team": gettext("There is no such team any more. Choose another.")})
    return team
