"""The options of a custom field, beside its form: added several at once, renamed, moved, hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.configuring import rows
from otklik.core.errors import Invalid, Refused
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up, arrange_set_up, change_set_up, get_set_up, hide_set_up, set_up
from otklik.settings_ui.edited import form_page
from otklik.settings_ui.sections import BY_KEY
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.setting_up import FIELD, OPTION

if TYPE_CHECKING:
    from otklik.fields.models import CustomField, FieldOption

MOST = 500


@require_POST
@admin_page
def add(request: OtklikRequest, uid: str) -> HttpResponse:
    """Add options, one a line (`names`): `Russian | English`, or one name for both; below `parent`."""
    field = get_set_up(request.actor, FIELD, str(uid))
    given = request.POST.get("parent", "")
    return _done(
        request,
        field,
        lambda: _add(
            request.actor, field, request.POST.get("names", ""), int(given) if given.isdecimal() else None
        ),
    )


@require_POST
@admin_page
def change(request: OtklikRequest, uid: str) -> HttpResponse:
    """Rename an option and say where it stands; `hidden` hides it or offers it again."""
    actor = request.actor
    option = get_set_up(actor, OPTION, str(uid))
    parent = request.POST.get("parent", "")
    names = {code: request.POST.get(f"name_{code}", "") for code in ("ru", "en")}

    def act() -> None:
        if "hidden" in request.POST:
            hide_set_up(actor, OPTION, option, hidden=request.POST["hidden"] == "1")
        else:
            change_set_up(actor, OPTION, option, {"name": names, "parent": parent or None})

    return _done(request, option.field, act)


@require_POST
@admin_page
def order(request: OtklikRequest, uid: str) -> HttpResponse:
    """One step up or down among its siblings."""
    actor = request.actor
    field = get_set_up(actor, FIELD, str(uid))
    way = "up" if "up" in request.POST else "down"
    pk = request.POST.get(way, "")
    return _done(
        request,
        field,
        lambda: _move(actor, field, int(pk) if pk.isdecimal() else 0, -1 if way == "up" else 1),
    )


def _done(request: OtklikRequest, field: CustomField, act: Callable[[], None]) -> HttpResponse:
    """Back to the field; what was refused is said on its page."""
    try:
        act()
    except Refused as error:
        values = rows.read(FIELD, field)
        section = BY_KEY["custom-fields"]
        return form_page(request, section, field, values, {"": error.message}, status=status_of(error))
    say_next(request, _("Saved."))
    address = reverse("settings-custom-fields-edit", args=[field.uid])
    return HttpResponseRedirect(f"{address}#options")


@transaction.atomic
def _add(actor: Actor, field: CustomField, typed: str, parent: int | None) -> None:
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if not lines:
        raise Invalid({"names": _("Write the options, one a line.")})
    if len(lines) > MOST:
        raise Invalid({"names": _("At most %(n)s.") % {"n": MOST}})
    for line in lines:
        first, _bar, second = (part.strip() for part in line.partition("|"))
        name = {"ru": first, "en": second} if second else _one_name(first)
        set_up(actor, OPTION, {"field": field.pk, "name": name, "parent": parent})


def _one_name(name: str) -> dict[str, str]:
    """A name in one language stands under the one it is written in; the other falls back to it."""
    return {"en": name} if name.isascii() else {"ru": name}


def _move(actor: Actor, field: CustomField, pk: int, step: int) -> None:
    options: list[FieldOption] = [row for row in all_set_up(actor, OPTION) if row.field_id == field.pk]
    mine = next((row for row in options if row.pk == pk), None)
    if mine is None:
        return
    ids = [row.pk for row in options if row.parent_id == mine.parent_id]
    place = ids.index(pk)
    if not 0 <= place + step < len(ids):
        return
    ids[place], ids[place + step] = ids[place + step], ids[place]
    arrange_set_up(actor, OPTION, ids)
