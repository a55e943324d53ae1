"""Teams, roles and employees: added, changed, invited, switched off with a hand-over. Contacts: let in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _

from otklik.api import configured
from otklik.api.answers import answer, answer_once
from otklik.api.operations import told
from otklik.api.people import router
from otklik.api.request import ApiRequest
from otklik.api.schemas.clients import InvitationOut
from otklik.api.schemas.configuration import AgentOut, RoleOut, TeamOut
from otklik.api.schemas.setting_up import AgentIn, RoleIn, TeamIn
from otklik.api.set_up import change, make
from otklik.api.setting_up import ADDING, CHANGING, uid_in
from otklik.clients.access import get_contact_for
from otklik.clients.commands import close_portal, open_portal
from otklik.core import clock
from otklik.people.commands import get_set_up, invite, invite_path
from otklik.people.commands.invite import VALID_FOR
from otklik.people.queries import staff
from otklik.tickets.commands.handover import Heir, activate_agent, deactivate_agent
from otklik.web.setting_up import AGENT, ROLE, TEAM

__all__ = ["router"]


@router.post("/teams", **told(_("Add a team"), gives={201: TeamOut}, refuses=ADDING))
def add_team(request: ApiRequest, body: TeamIn) -> HttpResponse:
    """For administrators."""
    return answer_once(request, lambda: configured.team_out(make(request.auth, TEAM, body)), status=201)


@router.patch("/teams/{code}", **told(_("Change a team"), gives={200: TeamOut}, refuses=CHANGING))
def patch_team(request: ApiRequest, code: str, body: TeamIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(staff().teams, code)
    return answer(configured.team_out(change(request.auth, TEAM, found, body)))


@router.post("/roles", **told(_("Add a role"), gives={201: RoleOut}, refuses=ADDING))
def add_role(request: ApiRequest, body: RoleIn) -> HttpResponse:
    """For administrators."""
    return answer_once(request, lambda: configured.role_out(make(request.auth, ROLE, body)), status=201)


@router.patch("/roles/{code}", **told(_("Change a role"), gives={200: RoleOut}, refuses=CHANGING))
def patch_role(request: ApiRequest, code: str, body: RoleIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(staff().roles, code)
    return answer(configured.role_out(change(request.auth, ROLE, found, body)))


@router.post("/agents", **told(_("Add an agent"), gives={201: AgentOut}, refuses=ADDING))
def add_agent(request: ApiRequest, body: AgentIn) -> HttpResponse:
    """For administrators. Without a password: one is chosen by invitation."""

    def add() -> AgentOut:
        made = make(request.auth, AGENT, body)
        return configured.agent_out(staff().agents[made.pk])

    return answer_once(request, add, status=201)


@router.patch(
    "/agents/{uuid:uid}",
    **told(
        _("Change an agent"),
        _("`is_active: false` switches one off; their open tickets go to `heir_agent` or `heir_team`."),
        gives={200: AgentOut},
        refuses=CHANGING,
    ),
)
def patch_agent(request: ApiRequest, uid: UUID, body: AgentIn) -> HttpResponse:
    """For administrators."""
    with transaction.atomic():
        changed = change(request.auth, AGENT, uid, body)
        if body.is_active is True:
            activate_agent(request.auth, changed)
        elif body.is_active is False and changed.is_active:
            deactivate_agent(request.auth, changed, _heir(body))
    return answer(configured.agent_out(staff().agents[changed.pk]))


@router.post(
    "/agents/{uuid:uid}/invitation",
    **told(
        _("Invite an agent"),
        _("A link by which they choose their password: seven days, once. It is told only here."),
        gives={200: InvitationOut},
        refuses=CHANGING,
    ),
)
def invite_agent(request: ApiRequest, uid: UUID) -> HttpResponse:
    """For administrators."""
    agent = get_set_up(request.auth, AGENT, str(uid))
    return answer(_invitation(invite(request.auth.ref, agent.user)))


@router.post(
    "/contacts/{uuid:uid}/invitation",
    tags=["clients"],
    **told(
        _("Open the portal to a contact"),
        _("With a link by which they choose their password; empty for an employee's own account."),
        gives={200: InvitationOut},
        refuses=CHANGING,
    ),
)
def open_portal_to(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.open_portal`."""
    contact = get_contact_for(request.auth, str(uid))
    return answer(_invitation(open_portal(request.auth, contact)))


@router.delete(
    "/contacts/{uuid:uid}/invitation",
    tags=["clients"],
    **told(
        _("Close the portal to a contact"),
        _("They sign in no longer; mail and personal links go on working."),
        gives={204: None},
        refuses=(403, 404),
    ),
)
def close_portal_to(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.close_portal`."""
    close_portal(request.auth, get_contact_for(request.auth, str(uid)))
    return answer(None)


def _heir(body: AgentIn) -> Heir:
    people = staff()
    agent = next((a.id for a in people.agents.values() if a.uid == str(body.heir_agent)), None)
    team = next((t.pk for t in people.teams.values() if t.code == body.heir_team), None)
    return Heir(agent_id=agent) if agent is not None else Heir(team_id=team)


def _invitation(signed: str) -> InvitationOut:
    link = settings.OTKLIK_BASE_URL.rstrip("/") + invite_path(signed) if signed else ""
    return InvitationOut(link=link, until=clock.now() + VALID_FOR)
