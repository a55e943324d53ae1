"""`/reports/fairness`, `/teams/{code}/shares`: what members of a team are given by turn."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.fairness import Fairness, FairnessQuery, ShareOut, Shares, SharesIn, member_out
from otklik.api.schemas.refs import agent_ref
from otklik.core import clock
from otklik.core.errors import Invalid, NotFound
from otklik.people.commands import set_shares
from otklik.people.queries import Share
from otklik.people.queries import staff as people
from otklik.tickets.queries.fairness import fairness

router = Router(tags=["reports"])
of_teams = Router(tags=["configuration"])
USUAL = timedelta(days=30)


@router.get(
    "/reports/fairness",
    **told(
        _("Read who of a team was given how much"),
        _("For the team's lead and administrators; at most a year."),
        gives={200: Fairness},
        refuses=(403, 422),
    ),
)
def read_fairness(request: ApiRequest, query: Query[FairnessQuery]) -> HttpResponse:
    """`queries.fairness`."""
    actor = staff(request)
    team = references.team(query.team)
    if team is None:
        raise Invalid({"team": gettext("There is no such team any more. Choose another.")})
    until = query.until or clock.now()
    lines = fairness(actor, team, query.since or until - USUAL, until)
    return answer(Fairness(items=[member_out(line) for line in lines]))


@of_teams.put(
    "/teams/{code}/shares",
    **told(
        _("Set what members get by turn"),
        _("For the team's lead and administrators. Who is left out keeps theirs."),
        gives={200: Shares},
        refuses=(403, 404, 422),
    ),
)
def put_shares(request: ApiRequest, code: str, body: SharesIn) -> HttpResponse:
    """`commands.set_shares`."""
    actor = staff(request)
    team = next((one for one in people().teams.values() if one.code == code), None)
    if team is None:
        raise NotFound
    given = {references.agent("agent", one.agent).id: Share(one.weight, one.max_load) for one in body.shares}
    set_shares(actor, team, given)
    shares = people().shares
    items = [
        ShareOut(agent=agent_ref(one.id), weight=share.weight, max_load=share.max_load)
        for one in people().members(team.pk)
        for share in [shares.get((team.pk, one.id), Share())]
    ]
    return answer(Shares(items=items))
