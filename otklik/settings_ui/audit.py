"""`/settings/audit`: every change of the configuration in words, with the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core.errors import Refused
from otklik.people.commands import revert_change
from otklik.people.queries import staff
from otklik.people.trail import ConfigurationTrail, kinds_of_log
from otklik.settings_ui.framing import frame
from otklik.settings_ui.told import changes_of, section_title
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

YEARS = range(1970, 9999)
"""Nothing is older; at the ends of the calendar a moment leaves it in another zone, which is no moment."""


@require_safe
@admin_page
def audit(request: OtklikRequest) -> HttpResponse:
    """Fifty changes, newest first; filtered by kind of thing, by person and by day."""
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
    asked = {name: request.GET.get(name, "") for name in ("kind", "who", "id", "since", "until")}
    kinds = _kinds()
    agent = next((a for a in staff().agents.values() if a.uid == asked["who"]), None)
    wanted = ConfigurationTrail(
        kind=asked["kind"] if asked["kind"] in dict(kinds) else "",
        subject_id=int(asked["id"]) if asked["id"].isdecimal() else None,
        agent_id=agent.id if agent else None,
        since=_midnight(asked["since"]),
        until=_midnight(asked["until"], days=1),
        after=request.GET.get("after", ""),
    )
    page = changes_of(request.actor, wanted)
    people = sorted(staff().agents.values(), key=lambda one: one.name)
    following = urlencode({**{k: v for k, v in asked.items() if v}, "after": page.after or ""})
    context = {
        **frame(request.actor, "audit"),
        "changes": page.rows,
        "asked": asked,
        "kinds": kinds,
        "people": [(one.uid, one.name) for one in people],
        "refused": refused.message or _("There is no such change.") if refused else "",
        "next_url": f"{reverse('settings-audit')}?{following}" if page.after else "",
    }
    return render(request, "settings/audit.html", context, status=status_of(refused) if refused else 200)


def _kinds() -> list[tuple[str, str]]:
    """Kinds of things that stand in the log, by their section's name."""
    return sorted(((kind, section_title(kind)) for kind in kinds_of_log()), key=lambda kind: kind[1])


def _midnight(day: str, days: int = 0) -> datetime | None:
    """When this day begins where the reader is, or another so many days later; None for what is no day."""
    try:
        begins = datetime.fromisoformat(day) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    if begins.year not in YEARS:
        return None
    return begins.replace(tzinfo=get_current_timezone())
