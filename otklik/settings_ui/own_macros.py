"""`/settings/own-macros`: an employee's own macros, with the editors of the settings; no right is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.automation.macros.own import change_own_macro, hide_own_macro, write_own_macro
from otklik.automation.macros.reading import get_macro_for
from otklik.automation.macros.shape import OWN_MACRO
from otklik.core.configuring import rows
from otklik.core.errors import NotFound, Refused
from otklik.people.actor import Actor
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.automation.models import Macro


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: OtklikRequest) -> HttpResponse:
    """An empty form; a POST keeps it."""
    if request.method != "POST":
        return _form(request, None, {field.name: field.proposed() for field in OWN_MACRO.fields})
    given = typed(OWN_MACRO.fields, request.POST)
    try:
        write_own_macro(request.actor, given)
    except Refused as error:
        return _form(request, None, given, error)
    return _kept(request)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def macro(request: OtklikRequest, uid: str) -> HttpResponse:
    """The form of one's own; a POST changes what differs."""
    row = _own(request.actor, uid)
    if request.method != "POST":
        return _form(request, row, rows.read(OWN_MACRO, row))
    given = typed(OWN_MACRO.fields, request.POST)
    try:
        change_own_macro(request.actor, row, given, version=request.POST.get("version", ""))
    except Refused as error:
        return _form(request, row, {**rows.read(OWN_MACRO, row), **given}, error)
    return _kept(request)


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Offer one no more (`hidden=1`), or again."""
    hidden = request.POST.get("hidden") == "1"
    hide_own_macro(request.actor, _own(request.actor, uid), hidden=hidden)
    say_next(request, _("It is offered no more.") if hidden else _("Offered again."))
    return HttpResponseRedirect(reverse("desk-macros"))


def _own(actor: Actor, uid: str) -> Macro:
    row = get_macro_for(actor, str(uid))
    if row.owner_id is None:
        raise NotFound
    return row


def _kept(request: OtklikRequest) -> HttpResponse:
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-macros"))


def _form(
    request: OtklikRequest, row: Macro | None, values: Mapping[str, object], error: Refused | None = None
) -> HttpResponse:
    problems = problems_of(error) if error else {}
    known = {field.name for field in OWN_MACRO.fields}
    context = {
        "shell": shell_for(request.actor, "profile"),
        "row": row,
        "title": str(row.name) if row else _("New macro of my own"),
        "groups": groups_of(OWN_MACRO.fields, values, problems, is_new=row is None),
        "summary": [(name if name in known else "", words) for name, words in problems.items()],
        "version": rows.fingerprint(OWN_MACRO, row) if row else "",
    }
    return render(request, "settings/own_macro.html", context, status=status_of(error) if error else 200)
