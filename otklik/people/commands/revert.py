"""Taking back a change of the configuration: the old values are given again, by the same commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.core.configuring import rows
from otklik.core.configuring.rows import HIDDEN, ORDER
from otklik.core.configuring.shapes import Shape, known
from otklik.core.configuring.undoing import refuse_unless
from otklik.core.errors import Denied, NotFound, NotPossible
from otklik.core.models import Event
from otklik.organisation.commands import change_setting
from otklik.organisation.events import SETTING_CHANGED
from otklik.organisation.settings import CHANGED, Declared
from otklik.organisation.settings import known as known_settings
from otklik.people.actor import Actor
from otklik.people.commands.configure import (
    arrange_set_up,
    change_set_up,
    hide_set_up,
    require_setting_up,
)
from otklik.people.returning import WayBack, ways_back
from otklik.people.rights import ADMINISTER
from otklik.people.trail import KEPT_BY_THE_PROGRAM


@transaction.atomic
def revert_change(actor: Actor, event_id: int) -> None:
    """Undo what an event of the configuration did. Needs the right the thing itself needs.

    `NotFound` for an event that is none of the configuration's, `NotPossible` in words where it no longer
    fits: changed again since, gone, or values that are not kept. Writes the same kind of event, back.
    """
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        raise NotFound
    if event.kind == SETTING_CHANGED.name:
        _restore_setting(actor, event)
        return
    way = ways_back().get(event.subject_kind)
    if way is not None and way.event.name == event.kind:
        _go_back(actor, way, event)
        return
    shape = known().get(event.subject_kind)
    if shape is None or shape.event.name != event.kind:
        raise NotFound
    require_setting_up(actor, shape)
    by_field = {str(change["field"]): change for change in event.changes}
    if ORDER in by_field:
        arrange_set_up(actor, shape, cast("list[int]", by_field[ORDER]["from"]))
        return
    row = _row(shape, event)
    if event.data.get("is_new"):
        refuse_unless(not shape.is_hidden(row))
        hide_set_up(actor, shape, row)
    elif HIDDEN in by_field:
        refuse_unless(shape.is_hidden(row) == bool(by_field[HIDDEN]["to"]))
        hide_set_up(actor, shape, row, hidden=bool(by_field[HIDDEN]["from"]))
    else:
        change_set_up(actor, shape, row, _old_values(shape, row, by_field))


def _go_back(actor: Actor, way: WayBack, event: Event) -> None:
    if not actor.has(ADMINISTER):
        raise Denied(_("Your role does not let you change this."))
    if not way.may(event):
        raise NotPossible(_("This change cannot be taken back."))
    way.restore(actor, event)


def _row(shape: Shape[Model], event: Event) -> Model:
    row = shape.model._default_manager.filter(pk=event.subject_id).first()
    if row is None:
        raise NotPossible(_("What was changed is gone."))
    return row


def _old_values(
    shape: Shape[Model], row: Model, by_field: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """The values from before, when everything still stands as the change left it."""
    now = rows.read(shape, row)
    values: dict[str, object] = {}
    for name, change in by_field.items():
        field = shape.named(name)
        if field is None or field.is_personal:
            raise NotPossible(_("The journal keeps no personal data, so the old value is not known."))
        if now[name] != change["to"]:
            raise NotPossible(
                _("“%(field)s” was changed again since. Look at it and change it by hand.")
                % {"field": field.label}
            )
        values[name] = change["from"]
    if not values:
        raise NotPossible(_("This change cannot be taken back."))
    return values


def _restore_setting(actor: Actor, event: Event) -> None:
    if not actor.has(ADMINISTER):
        raise Denied(_("Your role does not let you change this."))
    for change in event.changes:
        key = str(change["field"])
        if key in KEPT_BY_THE_PROGRAM:
            raise NotPossible(_("This change cannot be taken back."))
        declared = known_settings().get(key)
        if not isinstance(declared, Declared):
            raise NotPossible(_("What was changed is gone."))
        refuse_unless(CHANGED.get().get(key, declared.delivered) == change["to"])
        change_setting(actor.ref, key, change["from"])
