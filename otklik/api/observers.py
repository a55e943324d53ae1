"""`/tickets/{number}/observers`: who follows a ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.ticket_inputs import ObserverIn
from otklik.api.schemas.tickets import ObserverOut, Observers, observer_out
from otklik.core.errors import Invalid, NotFound
from otklik.people import queries as people
from otklik.tickets.commands import observe
from otklik.tickets.queries.tickets_for_api import observers_for_api

router = Router(tags=["thread"])


@router.get(
    "/{number}/observers",
    **told(_("List the observers of a ticket"), gives={200: Observers}, refuses=(403, 404, 422)),
)
def list_observers(request: ApiRequest, number: str, query: Query[PageQuery]) -> HttpResponse:
    """Agents and teams in the order they came."""
    ticket = references.ticket_at(request.auth, number)
    staff(request)
    rows = [observer_out(agent, team) for agent, team in observers_for_api(ticket)]
    page = page_of_small(rows, query, _name)
    return listed(request, Observers(items=list(page.rows)), page.after)


@router.post(
    "/{number}/observers",
    **told(
        _("Add an observer"),
        _("An agent or a team. Following it yourself needs no right of editing."),
        gives={201: ObserverOut},
        refuses=(403, 404, 409, 422),
    ),
)
def add_observer(request: ApiRequest, number: str, body: ObserverIn) -> HttpResponse:
    """`commands.observe`; adding twice changes nothing."""
    if (body.agent is None) == (body.team is None):
        raise Invalid({"agent": gettext("Send either “agent” or “team”.")})
    agent_id = references.agent("agent", body.agent).id if body.agent else None
    team = references.team(body.team)
    team_id = team.pk if team else None

    def add() -> ObserverOut:
        ticket = references.ticket_at(request.auth, number)
        observe(request.auth, ticket, agent_id=agent_id, team_id=team_id)
        return observer_out(agent_id, team_id)

    return answer_once(request, add, status=201)


@router.delete(
    "/{number}/observers/{uuid:uid}",
    **told(
        _("Remove an observer"),
        _("By the uid of the agent or of the team."),
        gives={204: None},
        refuses=(403, 404),
    ),
)
def remove_observer(request: ApiRequest, number: str, uid: UUID) -> HttpResponse:
    """`commands.observe` with `following=False`; removing twice changes nothing."""
    ticket = references.ticket_at(request.auth, number)
    known = people.staff()
    agent_id = next((agent.id for agent in known.agents.values() if agent.uid == str(uid)), None)
    team_id = next((team.pk for team in known.teams.values() if team.uid == uid), None)
    staff(request)
    if agent_id is None and team_id is None:
        raise NotFound
    observe(request.auth, ticket, agent_id=agent_id, team_id=team_id, following=False)
    return answer(None)


def _name(observer: ObserverOut) -> str:
    return str(observer.agent.uid) if observer.agent else f"team {observer.team and observer.team.code}"
