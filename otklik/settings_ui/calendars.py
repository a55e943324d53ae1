"""Working time: calendars with their week, special days, a country's holidays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.core.errors import Conflict, NotFound, Refused
from otklik.organisation.calendars import CalendarInfo, calendar_named, calendars
from otklik.organisation.commands import change_calendar, create_calendar
from otklik.settings_ui import working_time
from otklik.settings_ui.calendar_form import (
    FIELDS,
    by_field,
    code_for,
    country_in_words,
    fields_of,
    spec_in,
    standing,
)
from otklik.settings_ui.calendar_trials import is_untried, tried_values, trying
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.settings_ui.holidays_ahead import DayAhead, days_ahead
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

UNTRIED = 409
"""A calendar that was not tried: saving it is asked about once."""


@require_safe
@admin_page
def calendars_list(request: OtklikRequest) -> HttpResponse:
    """Every calendar with its week in a line."""
    rows = [
        (row, working_time.shown_spans(row.weeks[-1].week[0]), country_in_words(row.country))
        for row in calendars()
    ]
    return render(request, "settings/calendars.html", {**frame(request.actor, "calendars"), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def calendar(request: OtklikRequest, code: str = "") -> HttpResponse:
    """The form of a calendar, new without a code; a POST keeps it, or with `look` only shows the holidays
    that would come in. What was not tried is asked about once."""
    row = _row(code) if code else None
    if request.method != "POST":
        return _form(request, row, standing(row) | tried_values(request, row), {})
    given = typed(FIELDS, request.POST)
    try:
        spec = spec_in(given, row)
        if "look" in request.POST:
            return _form(request, row, given, {}, ahead=days_ahead(spec))
        if is_untried(request, row, given):
            return _form(request, row, given, {}, untried=True, status=UNTRIED)
        if row is None:
            saved = create_calendar(request.actor.ref, code_for(given), spec)
        else:
            version = request.POST.get("version", "")
            read = int(version) if version.isdecimal() else row.version
            saved = change_calendar(request.actor.ref, row, spec, version=read)
    except Refused as error:
        fresh = _row(code) if code and isinstance(error, Conflict) else row
        return _form(request, fresh, given, by_field(problems_of(error)), status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-calendar", args=[saved.code]))


def _row(code: str) -> CalendarInfo:
    found = calendar_named(code)
    if found is None:
        raise NotFound
    return found


def _form(
    request: OtklikRequest,
    row: CalendarInfo | None,
    values: Mapping[str, object],
    problems: Mapping[str, str],
    *,
    status: int = 200,
    ahead: Sequence[DayAhead] | None = None,
    untried: bool = False,
) -> HttpResponse:
    known = {field.name for field in FIELDS}
    context = {
        **frame(request.actor, "calendars"),
        "row": row,
        "title": str(row.name) if row else _("New calendar"),
        "groups": groups_of(fields_of(row), values, problems),
        "summary": [(name if name in known else "", words) for name, words in problems.items()],
        "version": row.version if row else "",
        "weeks": _weeks(row),
        "ahead": ahead,
        "untried": untried,
        **trying(request, row),
    }
    return render(request, "settings/calendar.html", context, status=status)


def _weeks(row: CalendarInfo | None) -> list[tuple[date | None, str]]:
    """From when which week holds, where there are several: the form holds the last of them."""
    if row is None or len(row.weeks) == 1:
        return []
    return [(one.valid_from, working_time.week_in_words(one.week)) for one in row.weeks]
