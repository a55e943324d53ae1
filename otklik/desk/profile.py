"""`/desk/profile`: how an employee wants to see the desk; `/desk/profile/look`: the switches of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core.errors import Invalid
from otklik.people.commands import Preferences, set_preferences
from otklik.people.queries import staff
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.look import choices, remember, sent_preferences
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def profile(request: OtklikRequest) -> HttpResponse:
    """The form; a POST keeps it with the account and with this browser."""
    if request.method != "POST":
        return _form(request, {})
    wanted = sent_preferences(request.POST.dict(), staff=True)
    try:
        set_preferences(request.actor, wanted)
    except Invalid as error:
        return _form(request, error.fields, wanted, status=status_of(error))
    with translation.override(wanted.language):
        say_next(request, _("Saved."))
    response = HttpResponseRedirect(reverse("desk-profile"))
    remember(response, wanted)
    return response


@require_POST
@staff_page
def look(request: OtklikRequest) -> HttpResponse:
    """Theme or density alone, chosen in the menu of an open page that has painted it already."""
    post = request.POST
    wanted = Preferences(theme=post.get("theme"), dense=post["dense"] == "1" if "dense" in post else None)
    set_preferences(request.actor, wanted)
    response = HttpResponse(status=204)
    remember(response, wanted)
    return response


def _form(
    request: OtklikRequest, problems: dict[str, str], wanted: Preferences | None = None, status: int = 200
) -> HttpResponse:
    actor, people = request.actor, staff()
    me = people.agents[actor.agent_id or 0]
    user: User = request.user  # type: ignore[assignment]
    context = {
        "shell": shell_for(actor, "profile"),
        "me": me,
        "login": user.login,
        "teams": [str(team.name) for team in people.open_teams() if team.pk in me.team_ids],
        "roles": [str(people.roles[pk].name) for pk in me.role_ids if pk in people.roles],
        "problems": problems,
        "quiet": ((wanted.quiet if wanted else user.quiet) or "-").partition("-"),
        **choices(user, actor.language),
    }
    return render(request, "desk/profile.html", context, status=status)
