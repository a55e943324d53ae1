"""`/settings/general`: numbers, closing, ratings, portal, mail: the installation's own settings in one
form."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.configuring.kinds import Several, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid, Refused
from otklik.organisation.settings import Declared, known
from otklik.people.commands import set_settings
from otklik.people.trail import ConfigurationTrail
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.settings_ui.told import changes_of
from otklik.settings_ui.ways import FIELDS
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def general(request: OtklikRequest) -> HttpResponse:
    """The form with what is in force; a POST changes what differs, all of it or nothing."""
    if request.method != "POST":
        return _form(request, _standing(), {})
    given = typed(FIELDS, request.POST)
    try:
        set_settings(request.actor, _read(given))
    except Refused as error:
        return _form(request, given, problems_of(error), status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-general"))


def _standing() -> dict[str, object]:
    """The values in force of every setting that is asked."""
    declared = known()
    return {field.name: _value(declared[field.name]) for field in FIELDS}


def _value(setting: object) -> object:
    return setting.get() if isinstance(setting, Declared) else None


def _read(given: Mapping[str, object]) -> dict[str, bool | int | str | list[str]]:
    """The typed values as settings take them; `Invalid` names the fields."""
    values: dict[str, bool | int | str | list[str]] = {}
    problems: dict[str, str] = {}
    for field in FIELDS:
        try:
            found = field.clean(given[field.name])
        except Wrong as wrong:
            problems[field.name] = str(wrong)
            continue
        values[field.name] = found if isinstance(found, bool | int | str) else _texts(field, found)
    for name in ("surveys.captions_ru", "surveys.captions_en"):
        words = values.get(name)
        if isinstance(words, list) and len(words) != len(RATINGS):
            problems[name] = _("Five words, one a line: from 5 down to 1.")
    if problems:
        raise Invalid(problems)
    return values


RATINGS = (5, 4, 3, 2, 1)


def _texts(field: Field, found: object) -> str | list[str]:
    """A choice of nothing is an empty text; the same several in another order are what stands."""
    if not isinstance(found, list):
        return ""
    chosen = [str(one) for one in found]
    standing = _value(known()[field.name])
    if isinstance(field.kind, Several) and isinstance(standing, list):
        kept = [str(one) for one in standing]
        return kept if sorted(kept) == sorted(chosen) else chosen
    return chosen


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
