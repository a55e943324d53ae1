"""`/agents`, `/teams`, `/roles`: who works here. For staff; roles for administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import configured
from otklik.api.answers import answer
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import AgentOut, Agents, Roles, TeamOut, Teams
from otklik.api.schemas.pages import PageQuery
from otklik.core.errors import Denied, NotFound
from otklik.people import queries as people
from otklik.people.rights import ADMINISTER

router = Router(tags=["people"])


@router.get(
    "/agents",
    **told(
        _("List agents"),
        _("By name, also those who no longer work here."),
        gives={200: Agents},
        refuses=(403, 422),
    ),
)
def list_agents(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """From memory."""
    staff(request)
    rows = sorted(people.staff().agents.values(), key=lambda agent: (agent.name, agent.id))
    page = page_of_small(rows, query, lambda row: row.uid)
    return listed(request, Agents(items=[configured.agent_out(row) for row in page.rows]), page.after)


@router.get("/agents/{uuid:uid}", **told(_("Read an agent"), gives={200: AgentOut}, refuses=(403, 404)))
def read_agent(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One agent."""
    staff(request)
    found = next((agent for agent in people.staff().agents.values() if agent.uid == str(uid)), None)
    if found is None:
        raise NotFound
    return answer(configured.agent_out(found))


@router.get(
    "/teams",
    **told(_("List teams"), _("In their order, with members."), gives={200: Teams}, refuses=(403, 422)),
)
def list_teams(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """From memory."""
    staff(request)
    page = page_of_small(list(people.staff().teams.values()), query, lambda row: row.code)
    return listed(request, Teams(items=[configured.team_out(row) for row in page.rows]), page.after)


@router.get("/teams/{code}", **told(_("Read a team"), gives={200: TeamOut}, refuses=(403, 404)))
def read_team(request: ApiRequest, code: str) -> HttpResponse:
    """One team."""
    staff(request)
    found = next((team for team in people.staff().teams.values() if team.code == code), None)
    if found is None:
        raise NotFound
    return answer(configured.team_out(found))


@router.get(
    "/roles",
    **told(_("List roles"), _("For administrators."), gives={200: Roles}, refuses=(403, 422)),
)
def list_roles(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """From memory."""
    if not staff(request).has(ADMINISTER):
        raise Denied(gettext("This is for administrators."))
    page = page_of_small(list(people.staff().roles.values()), query, lambda row: row.code)
    return listed(request, Roles(items=[configured.role_out(row) for row in page.rows]), page.after)
