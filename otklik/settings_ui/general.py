"""`/settings/general`: numbers, closing, ratings, portal, mail: the installation's own settings in one
form."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.errors import Refused
from otklik.people.commands import set_settings
from otklik.people.trail import ConfigurationTrail
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.settings_ui.told import changes_of
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.web import house
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.ways import FIELDS


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def general(request: OtklikRequest) -> HttpResponse:
    """The form with what is in force; a POST changes what differs, all of it or nothing."""
    if request.method != "POST":
        return _form(request, house.standing(), {})
    given = typed(FIELDS, request.POST)
    try:
        set_settings(request.actor, house.read(given))
    except Refused as error:
        return _form(request, given, problems_of(error), status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-general"))


def _form(
    request: OtklikRequest, values: Mapping[str, object], problems: Mapping[str, str], *, status: int = 200
) -> HttpResponse:
    latest = tickets_page(request.actor, ListQuery(view="archive", sort="created")).rows
    digits = "".join(ch for ch in latest[0].number if ch.isdigit()) if latest else "0"
    context = {
        **frame(request.actor, "general"),
        "groups": groups_of(FIELDS, values, problems),
        "summary": list(problems.items()),
        "next_number": f"{values['tickets.number_prefix']}{int(digits or 0) + 1}",
        "changes": changes_of(request.actor, ConfigurationTrail(kind="setting", limit=3)).rows,
    }
    return render(request, "settings/general.html", context, status=status)
