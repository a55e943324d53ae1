"""What companies, contacts, sites, equipment and contracts have in common as they come in: what other
programs call them, values of custom fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.clients.commands import give_fields, set_external_id
from otklik.clients.commands.fields import Owned
from otklik.core.errors import Denied, Invalid
from otklik.fields.queries import MOST, PREFIX, filters_of
from otklik.people.actor import Actor


class Sent(Protocol):
    """A body that may hold an external id and values of custom fields."""

    @property
    def external_id(self) -> str | None:
        """What the program that sends it calls the thing."""

    @property
    def fields(self) -> Mapping[str, object] | None:
        """By key."""


def with_fields(actor: Actor, row: Owned, body: Sent, *, is_new: bool = False) -> Owned:
    """The row with external id and values that were sent; what is left out stays. A new one needs what is
    required."""
    if body.external_id is not None:
        row = set_external_id(actor, row, body.external_id)
    if not body.fields and not is_new:
        return row
    return give_fields(actor, row, body.fields or {}, is_new=is_new)


def external_asked(actor: Actor, external_id: str) -> str:
    """The external id a list is asked for; `Denied` for a contact: it is no business of theirs."""
    if external_id and not actor.is_agent:
        raise Denied(_("The filter “%(name)s” is for employees.") % {"name": "external_id"})
    return external_id.strip()


def fields_asked(request: HttpRequest, actor: Actor, owner: str) -> dict[str, str]:
    """What the address wants of custom fields, by key; `Invalid` for one the actor may not filter by."""
    known = {one.form_name for one in filters_of(actor, owner)}
    names = [name for name in request.GET if name.startswith(PREFIX)]
    strange = [name for name in names if name not in known] or names[MOST:]
    if strange:
        raise Invalid({name: _("There is no such parameter here.") for name in strange})
    return {name.removeprefix(PREFIX): request.GET[name] for name in names if request.GET[name]}
