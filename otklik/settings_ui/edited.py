"""One declared thing: its form, making it, changing it, hiding it. Nothing typed is lost when it is
refused."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core.configuring import rows
from otklik.core.configuring.uses import uses_of
from otklik.core.errors import Conflict, Refused
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, get_set_up, hide_set_up, set_up
from otklik.people.trail import ConfigurationTrail
from otklik.settings_ui.explained import right_means, rights_of
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.settings_ui.listed import Line, lines_of
from otklik.settings_ui.section import Section
from otklik.settings_ui.taking_back import has_deeds
from otklik.settings_ui.told import changes_of
from otklik.settings_ui.trials import is_triable, is_untried, put_in_place, tried_values, trying
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import Page, admin_page
from otklik.web.request import OtklikRequest

UNTRIED = 409
"""A rule that was not tried: saving it is asked about once."""


def new_page(section: Section) -> Page[[]]:
    """`/settings/<section>/new`: an empty form; a POST makes the thing and opens it."""
    shape = section.shape

    @require_http_methods(["GET", "HEAD", "POST"])
    @admin_page
    def new(request: OtklikRequest) -> HttpResponse:
        if request.method != "POST":
            defaults = {field.name: field.proposed() for field in shape.fields}
            asked = {k: v for k, v in request.GET.items() if shape.named(k) is not None}
            ready = _ready(request, section) | asked | _tried(request, section)
            return form_page(request, section, None, defaults | ready, {})
        given = typed(section.asked(shape.fields, request.POST.dict()), request.POST)
        if section.table and is_untried(request, section.table, None, given):
            return form_page(request, section, None, given, {}, untried=True, status=UNTRIED)
        try:
            made = set_up(request.actor, shape, given)
            put_in_place(request, section.table, made)
        except Refused as error:
            return form_page(request, section, None, given, problems_of(error), status=status_of(error))
        say_next(request, _("“%(name)s” is there now.") % {"name": shape.title(made)})
        return HttpResponseRedirect(_address(section, made))

    return new


def edit_page(section: Section) -> Page[[str]]:
    """`/settings/<section>/<uid>`: the form with what stands; a POST changes what differs."""
    shape = section.shape

    @require_http_methods(["GET", "HEAD", "POST"])
    @admin_page
    def edit(request: OtklikRequest, uid: str) -> HttpResponse:
        row = get_set_up(request.actor, shape, str(uid))
        if request.method != "POST":
            standing = rows.read(shape, row) | _tried(request, section)
            return form_page(request, section, row, standing, {})
        asked = section.asked(shape.fields, rows.read(shape, row))
        fields = [field for field in asked if not field.is_fixed]
        given = typed(fields, request.POST)
        version = request.POST.get("version", "")
        if section.table and is_untried(request, section.table, row, given):
            whole = rows.read(shape, row) | given
            return form_page(request, section, row, whole, {}, untried=True, status=UNTRIED)
        try:
            changed = change_set_up(request.actor, shape, row, given, version=version)
            put_in_place(request, section.table, changed)
        except Refused as error:
            clash = isinstance(error, Conflict)
            whole = rows.read(shape, row) | given
            return form_page(
                request, section, row, whole, problems_of(error), clash=clash, status=status_of(error)
            )
        say_next(request, _("Saved."))
        return HttpResponseRedirect(_address(section, changed))

    return edit


def hidden_action(section: Section) -> Page[[str]]:
    """`POST /settings/<section>/<uid>/hidden`: hide (`hidden=1`) or bring back; refused in words while in
    use."""
    shape = section.shape

    @require_POST
    @admin_page
    def hidden(request: OtklikRequest, uid: str) -> HttpResponse:
        row = get_set_up(request.actor, shape, str(uid))
        wanted = request.POST.get("hidden") == "1"
        try:
            hide_set_up(request.actor, shape, row, hidden=wanted)
        except Refused as error:
            values = rows.read(shape, row)
            return form_page(request, section, row, values, {"": error.message}, status=status_of(error))
        said = _("Hidden. What names it already keeps it.") if wanted else _("Offered again.")
        say_next(request, said)
        return HttpResponseRedirect(_address(section, row))

    return hidden


def form_page(
    request: OtklikRequest,
    section: Section,
    row: Model | None,
    values: Mapping[str, object],
    problems: Mapping[str, str],
    *,
    clash: bool = False,
    untried: bool = False,
    status: int = 200,
) -> HttpResponse:
    shape, actor = section.shape, request.actor
    standing = rows.read(shape, row) if row is not None and clash else None
    known = {field.name for field in shape.fields}
    context = {
        **frame(actor, section.key),
        "section": section,
        "near": _near(actor, section),
        "form_url": request.path if row is None else _address(section, row),
        "rights_of": rights_of,
        "right_means": right_means,
        "row": row,
        "is_new": row is None,
        "title": shape.title(row) if row is not None else str(section.new_title or shape.one),
        "is_hidden": row is not None and shape.is_hidden(row),
        "may_hide": shape.hidden is not None,
        "groups": groups_of(
            shape.fields if row is None and section.when else section.asked(shape.fields, values),
            values,
            problems,
            standing=standing,
            is_new=row is None,
            taken=_taken(section, row, values, problems),
        ),
        "summary": [(name if name in known else "", words) for name, words in problems.items()],
        "version": rows.fingerprint(shape, row) if row is not None else "",
        **_trial(request, section, row, untried=untried),
        **_effect(actor, section, row),
    }
    return render(request, "settings/edit.html", context, status=status)


def _trial(
    request: OtklikRequest, section: Section, row: Model | None, *, untried: bool
) -> dict[str, object]:
    """What the panel for trying a rule needs; `untried`: saving it is being asked about."""
    shown = trying(request, section.table, row) if is_triable(section.table) else {}
    return {"untried": untried, "is_triable": bool(shown), "has_deeds": has_deeds(section.table), **shown}


def _tried(request: OtklikRequest, section: Section) -> dict[str, object]:
    """What was tried before it was saved, for a page that is opened with it."""
    return tried_values(request, section.shape) if is_triable(section.table) else {}


def _ready(request: OtklikRequest, section: Section) -> dict[str, object]:
    """What a proposal chosen in the list would fill in."""
    key = request.GET.get("ready", "")
    chosen = [one.values for one in section.proposed(request.actor) if one.key == key] if key else []
    return dict(chosen[0]) if chosen else {}


def _taken(
    section: Section, row: Model | None, values: Mapping[str, object], problems: Mapping[str, str]
) -> dict[str, str]:
    """By field that was refused: where the thing is that has this value already."""
    asked = [field for field in section.shape.fields if field.is_unique and problems.get(field.name)]
    holders = {f.name: rows.holder_of(section.shape, row, f, values.get(f.name)) for f in asked}
    return {name: _address(section, holder) for name, holder in holders.items() if holder is not None}


def _near(actor: Actor, section: Section) -> list[tuple[str, list[Line]]]:
    """The section's things by heading, without hidden ones, for the list beside the form."""
    shown = [line for line in lines_of(actor, section) if not line.is_hidden]
    return [(title, list(lines)) for title, lines in groupby(shown, key=lambda line: line.heading)]


def _effect(actor: Actor, section: Section, row: Model | None) -> dict[str, object]:
    """What hangs on the row and how it came to be as it is, its sign, and what explains the form."""
    if row is None:
        return {"uses": [], "changes": [], "mark": None, **section.aided()}
    kind = section.shape.kind
    return {
        **section.aided(),
        **section.beside(actor, row),
        "mark": section.mark(row),
        "uses": uses_of(kind, row.pk),
        "changes": changes_of(actor, ConfigurationTrail(kind=kind, subject_id=row.pk, limit=3)).rows,
    }


def _address(section: Section, row: Model) -> str:
    return reverse(section.routes["edit"], args=[getattr(row, "uid", "")])
