"""`/settings/audit`: every change of the configuration in words, with the way back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core.configuring.shapes import known
from otklik.core.errors import Refused
from otklik.people.commands import revert_change
from otklik.people.queries import staff
from otklik.settings_ui.framing import frame
from otklik.settings_ui.told import changes_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_safe
@admin_page
def audit(request: OtklikRequest) -> HttpResponse:
    """Fifty changes, newest first; filtered by section and by person."""
    return _page(request)


@require_POST
@admin_page
def revert(request: OtklikRequest, event: int) -> HttpResponse:
    """Give the old values again; refused in words where that no longer fits."""
    try:
        revert_change(request.actor, event)
    except Refused as error:
        return _page(request, error)
    say_next(request, _("Taken back. This stands in the log as well."))
    wanted = request.POST.get("next", "")
    return HttpResponseRedirect(wanted if wanted.startswith("/settings/") else reverse("settings-audit"))


def _page(request: OtklikRequest, refused: Refused | None = None) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("kind", "who", "id")}
    agent = next((a for a in staff().agents.values() if a.uid == asked["who"]), None)
    page = changes_of(
        request.actor,
        kind=asked["kind"] if asked["kind"] in known() or asked["kind"] == "setting" else "",
        subject_id=int(asked["id"]) if asked["id"].isdecimal() else None,
        agent_id=agent.id if agent else None,
        after=request.GET.get("after", ""),
    )
    people = sorted(staff().agents.values(), key=lambda one: one.name)
    following = urlencode({**{k: v for k, v in asked.items() if v}, "after": page.after or ""})
    context = {
        **frame(request.actor, "audit"),
        "changes": page.rows,
        "asked": asked,
        "kinds": [*((kind, str(shape.many)) for kind, shape in known().items()), ("setting", _("Settings"))],
        "people": [(one.uid, one.name) for one in people],
        "refused": refused.message or _("There is no such change.") if refused else "",
        "next_url": f"{reverse('settings-audit')}?{following}" if page.after else "",
    }
    return render(request, "settings/audit.html", context, status=status_of(refused) if refused else 200)
