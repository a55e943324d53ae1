"""`/me`: whom the token acts for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api.answers import answer
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.me import Me
from otklik.api.schemas.refs import named, team_ref
from otklik.clients.queries import first_email, own_contact
from otklik.people.queries import staff

router = Router(tags=["me"])


@router.get("", **told(_("Who am I"), _("The actor of this request, with rights."), gives={200: Me}))
def read_me(request: ApiRequest) -> HttpResponse:
    """The agent or the contact of the token or session."""
    actor = request.auth
    contact = own_contact(actor)
    if contact is None:
        info = staff().agents[actor.agent_id or 0]
        teams = [
            ref for team in staff().teams.values() if team.pk in actor.team_ids and (ref := team_ref(team.pk))
        ]
        return answer(_me(request, UUID(info.uid), actor.email).model_copy(update={"teams": teams}))
    company = named(contact.company.uid, contact.company.name) if contact.company else None
    mine = _me(request, contact.uid, first_email(contact))
    return answer(mine.model_copy(update={"company": company, "company_wide": actor.company_wide}))


def _me(request: ApiRequest, uid: UUID, email: str) -> Me:
    actor = request.auth
    return Me(
        kind=actor.kind,
        uid=uid,
        name=actor.name,
        email=email,
        language=actor.language,
        time_zone=actor.time_zone,
        rights=sorted(actor.rights),
    )
