"""Setting things up: the commands behind every section of the settings and every noun of the API that
changes.

What a thing is made of, its rules and its event stand in the shape its package declares (`core.configuring`).
Here is who may: the right the shape names, by default `administer`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.core.configuring import rows
from otklik.core.configuring.shapes import Shape, Values
from otklik.core.errors import Denied, NotFound, NotPossible
from otklik.core.ids import read_uid
from otklik.organisation.commands import change_setting
from otklik.people.actor import Actor
from otklik.people.queries import actor_of_agent, staff
from otklik.people.rights import ADMINISTER

Row = TypeVar("Row", bound=Model)


def require_setting_up(actor: Actor, shape: Shape[Row]) -> None:
    """`Denied` unless the actor's roles let them set up rows of this shape."""
    if not actor.has(shape.right):
        raise Denied(_("Your role does not let you change this."))


@transaction.atomic
def set_up(actor: Actor, shape: Shape[Row], values: Values) -> Row:
    """Make a row. Needs the shape's right; `Invalid` names the fields. Writes the shape's event."""
    require_setting_up(actor, shape)
    return rows.make(actor.ref, shape, values)


@transaction.atomic
def change_set_up(actor: Actor, shape: Shape[Row], row: Row, values: Values, *, version: str = "") -> Row:
    """Change some values of a row. Needs the shape's right; `Conflict` on a stale `version` (a fingerprint).

    Writes the shape's event with from and to; the same values change nothing.
    """
    require_setting_up(actor, shape)
    changed = rows.change(actor.ref, shape, row, values, version=version)
    _refuse_locking_out(actor)
    return changed


@transaction.atomic
def hide_set_up(actor: Actor, shape: Shape[Row], row: Row, *, hidden: bool = True, version: str = "") -> Row:
    """Hide a row (history only) or bring it back. Needs the shape's right.

    `NotPossible` names what still uses it. Writes the shape's event.
    """
    require_setting_up(actor, shape)
    done = rows.hide(actor.ref, shape, row, hidden=hidden, version=version)
    _refuse_locking_out(actor)
    return done


@transaction.atomic
def arrange_set_up(actor: Actor, shape: Shape[Row], ids: Sequence[int]) -> None:
    """Put sibling rows into this order. Needs the shape's right. Writes the shape's event with both
    orders."""
    require_setting_up(actor, shape)
    rows.arrange(actor.ref, shape, ids)


@transaction.atomic
def set_settings(actor: Actor, values: Mapping[str, bool | int | str | list[str]]) -> None:
    """Change settings of the installation, all or none. Needs `administer`; values that stand already are
    left.

    `Invalid` for a key nobody declared or a value of another kind. Writes `setting.changed` for each.
    """
    if not actor.has(ADMINISTER):
        raise Denied(_("Your role does not let you change this."))
    for key, value in values.items():
        change_setting(actor.ref, key, value)


def get_set_up(actor: Actor, shape: Shape[Row], uid: str) -> Row:
    """A row by its uid for whoever may set it up, or `NotFound`."""
    require_setting_up(actor, shape)
    found = shape.model._default_manager.filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def all_set_up(actor: Actor, shape: Shape[Row]) -> Sequence[Row]:
    """Every row of a shape in its order, hidden ones too. Needs the shape's right; one query."""
    require_setting_up(actor, shape)
    return list(shape.model._default_manager.order_by(*shape.order))


def _refuse_locking_out(actor: Actor) -> None:
    """Nobody takes the settings away from themselves by mistake; so there is always an administrator left."""
    if not actor.is_agent or not actor.has(ADMINISTER):
        return
    me = staff().agents.get(actor.agent_id or 0)
    if me is None or not me.is_active or not actor_of_agent(me, actor.via).has(ADMINISTER):
        raise NotPossible(
            _("You would lose the right to change the settings yourself. Ask another administrator.")
        )
