"""What trying a rule and trying a calendar show alike: the panel, in place or on a page of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of, wants_fragment

if TYPE_CHECKING:
    from otklik.core.configuring.shapes import Field
    from otklik.core.errors import Refused
    from otklik.core.paging import Page
    from otklik.rules.models import Trial, TrialRow
    from otklik.web.request import OtklikRequest

USUAL = 30
AT_ONCE = 20
"""Tickets shown at once."""


def days_asked(request: OtklikRequest) -> int:
    """How far back the trial is to look, as the form says."""
    days = request.POST.get("trial_days", "")
    return int(days) if days.isdecimal() else USUAL


def progress_of(found: Trial, page: Page[TrialRow], name: str, after: str) -> dict[str, object]:
    """How far a trial has come, and where more of it is: `name` begins those of its addresses."""
    at = reverse(f"{name}-progress", args=[found.uid])
    return {
        "t": found,
        "share": 100 * found.done // found.total if found.total else 100,
        "more_url": f"{at}?after={page.after}" if page.after else "",
        "is_more": bool(after),
        "progress_url": at,
        "stop_url": reverse(f"{name}-stop", args=[found.uid]),
    }


def refused(
    request: OtklikRequest,
    error: Refused,
    wrong: Mapping[str, str],
    fields: Collection[Field],
    context: Mapping[str, object],
) -> HttpResponse:
    """What is wrong with what was typed, by the names of its fields, in the panel."""
    told = {**context, "t": None, "problems": list(_problems(wrong, fields))}
    return shown(request, told, status=200 if wants_fragment(request) else status_of(error))


def shown(request: OtklikRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """The panel alone for our script, else on a page with the way `back`. `trial_panel` is its template."""
    if wants_fragment(request):
        return render(request, str(context["trial_panel"]), dict(context), status=status)
    whole = {**frame(request.actor, str(context["trial_section"])), **context}
    return render(request, "settings/trial.html", whole, status=status)


def _problems(wrong: Mapping[str, str], fields: Collection[Field]) -> Iterable[str]:
    labels = {field.name: str(field.label) for field in fields}
    return (f"{labels[name]}: {words}" if name in labels else words for name, words in wrong.items())
