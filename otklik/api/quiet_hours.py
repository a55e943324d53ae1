"""`/agents/{uid}/quiet-hours`: hours without letters about tickets. One's own; for administrators all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api.answers import answer
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.quiet_hours import QuietHours, QuietHoursIn, quiet_hours
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.actor import Actor
from otklik.people.commands import Preferences, change_set_up, get_set_up, set_preferences
from otklik.people.queries import AgentInfo
from otklik.people.queries import staff as people
from otklik.people.rights import ADMINISTER
from otklik.web.setting_up import AGENT

router = Router(tags=["people"])


@router.get(
    "/agents/{uuid:uid}/quiet-hours",
    **told(
        _("Read quiet hours"),
        _("Your own; for administrators those of everybody."),
        gives={200: QuietHours},
        refuses=(403, 404),
    ),
)
def read_quiet_hours(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Empty where there are none."""
    return answer(quiet_hours(_agent(staff(request), uid)))


@router.put(
    "/agents/{uuid:uid}/quiet-hours",
    **told(
        _("Set quiet hours"),
        _("Letters about tickets wait meanwhile. Your own; for administrators those of everybody."),
        gives={200: QuietHours},
        refuses=(403, 404, 422),
    ),
)
def set_quiet_hours(request: ApiRequest, uid: UUID, body: QuietHoursIn) -> HttpResponse:
    """One's own as the profile does, those of others as the settings do."""
    actor = staff(request)
    agent = _agent(actor, uid)
    if bool(body.begins) != bool(body.ends) or (body.begins and body.begins == body.ends):
        raise Invalid({"ends": gettext("Say both, from when and until when; the two differ.")})
    span = f"{body.begins}-{body.ends}" if body.begins else ""
    if agent.id == actor.agent_id:
        set_preferences(actor, Preferences(quiet=span))
    else:
        change_set_up(actor, AGENT, get_set_up(actor, AGENT, str(uid)), {"quiet": span})
    return answer(quiet_hours(people().agents[agent.id]))


def _agent(actor: Actor, uid: UUID) -> AgentInfo:
    """The employee whose hours the actor may read and set."""
    found = next((agent for agent in people().agents.values() if agent.uid == str(uid)), None)
    if found is not None and found.id == actor.agent_id:
        return found
    if not actor.has(ADMINISTER):
        raise Denied(gettext("This is for administrators."))
    if found is None:
        raise NotFound
    return found
