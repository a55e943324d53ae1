"""What the forms of companies, contacts, sites, equipment and contracts have in common: custom fields, and
what other programs call a thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from otklik.clients.commands import give_fields, set_external_id
from otklik.clients.commands.fields import Owned
from otklik.clients.custom import bound_of
from otklik.core.configuring.kinds import Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.fields.commands import Door, plan
from otklik.fields.queries import fillable
from otklik.people.actor import Actor
from otklik.web import custom_fields
from otklik.web.custom_fields import Control
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.clients.models import Asset, Company, Contact, Contract, Site

EXTERNAL = Field(
    "external_id",
    _("External id"),
    Text(limit=100),
    _("What another program calls it; files and programs find it again by it."),
    group=_("Other programs"),
)


def controls_of(
    request: OtklikRequest,
    kind: str,
    row: Company | Contact | Site | Asset | Contract | None,
    problems: Mapping[str, str],
) -> list[Control]:
    """What the form asks: with what was sent, else with what stands."""
    actor = request.actor
    fields = fillable(actor, kind)
    given = custom_fields.sent(actor, fields, request.POST) if request.method == "POST" else None
    drawn = custom_fields.controls(actor, fields, row.custom if row else None, given, problems)
    return [
        replace(control, types=" ".join(str(pk) for pk in sorted(types)))
        if (types := field.bound.get("asset_type"))
        else control
        for control, field in zip(drawn, fields, strict=True)
    ]


def kept(actor: Actor, kind: str, row: Owned | None, post: QueryDict, save: Callable[[], Owned]) -> Owned:
    """Save one of this kind (`row`: as it stands, None for a new one) with its own fields, whole or not at
    all. `Invalid` tells what is wrong in either at once."""
    with transaction.atomic():
        try:
            saved = save()
        except Invalid as error:
            raise Invalid({**error.fields, **_wrong_in(actor, kind, row, post)}) from error
        return keep_fields(actor, kind, saved, post, is_new=row is None)


def _wrong_in(actor: Actor, kind: str, row: Owned | None, post: QueryDict) -> Mapping[str, str]:
    """What is wrong with the own fields of a form whose other half was refused; of a new machine those that
    every type has: its type is not known yet."""
    bound, now = (bound_of(row), row.custom) if row else ({}, None)
    given = custom_fields.sent(actor, custom_fields.asked(actor, kind, bound, now), post)
    try:
        plan(actor, kind, now, given, bound, Door.EDIT if row else Door.FORM)
    except Invalid as error:
        return error.fields
    return {}


def read_version(post: QueryDict, now: int) -> int:
    """The version a form was drawn with; `now` where it says none."""
    given = post.get("version", "")
    return int(given) if given.isdecimal() else now


def keep_fields(actor: Actor, kind: str, row: Owned, post: QueryDict, *, is_new: bool) -> Owned:
    """Give the saved one what its form holds of the fields that are asked for it, and its external id."""
    if EXTERNAL.name in post:
        row = set_external_id(actor, row, str(post[EXTERNAL.name]))
    fields = custom_fields.asked(actor, kind, bound_of(row), row.custom)
    return give_fields(actor, row, custom_fields.sent(actor, fields, post), is_new=is_new)
