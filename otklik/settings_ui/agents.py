"""Employees: what their section has beside a form: an invitation, and leaving with a hand-over."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otklik.core import clock
from otklik.core.configuring import rows
from otklik.core.errors import Refused
from otklik.people.agent_shape import AGENT
from otklik.people.commands import get_set_up, invite, invite_path
from otklik.people.commands.invite import VALID_FOR
from otklik.settings_ui.edited import form_page
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.sections import BY_KEY
from otklik.tickets.commands.handover import Heir, activate_agent, deactivate_agent
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_POST
@admin_page
def leave_or_return(request: OtklikRequest, uid: str) -> HttpResponse:
    """Switch an employee off, their open tickets to the chosen heir; or on again."""
    section = BY_KEY["agents"]
    agent = get_set_up(request.actor, AGENT, str(uid))
    try:
        if request.POST.get("hidden") == "1":
            said = _left(deactivate_agent(request.actor, agent, _heir(request.POST.get("heir", ""))))
        else:
            activate_agent(request.actor, agent)
            said = _("They can sign in and are offered again.")
    except Refused as error:
        values = rows.read(AGENT, agent)
        return form_page(request, section, agent, values, problems_of(error), status=status_of(error))
    say_next(request, said)
    return HttpResponseRedirect(reverse(section.routes["edit"], args=[agent.uid]))


@require_POST
@admin_page
def invitation(request: OtklikRequest, uid: str) -> HttpResponse:
    """Make a link by which the employee chooses their password; it is shown once."""
    section = BY_KEY["agents"]
    agent = get_set_up(request.actor, AGENT, str(uid))
    signed = invite(request.actor.ref, agent.user)
    context = {
        "shell": shell_for(request.actor, "settings"),
        "name": agent.name,
        "address": agent.user.email,
        "link": settings.OTKLIK_BASE_URL.rstrip("/") + invite_path(signed),
        "until": clock.now() + VALID_FOR,
        "section_title": section.title,
        "section_url": reverse(section.routes["list"]),
        "back_url": reverse(section.routes["edit"], args=[agent.uid]),
    }
    return render(request, "settings/invitation.html", context)


def _heir(chosen: str) -> Heir:
    kind, _colon, pk = chosen.partition(":")
    number = int(pk) if pk.isdecimal() else None
    return Heir(agent_id=number) if kind == "agent" else Heir(team_id=number)


def _left(handed_over: int) -> str:
    done = _("Switched off.")
    if not handed_over:
        return done
    passed = ngettext("%(n)s ticket was handed over.", "%(n)s tickets were handed over.", handed_over)
    return f"{done} {passed % {'n': handed_over}}"
