"""Custom fields in a client's form of a new request: those that are theirs to fill, of the service chosen.

Whoever has no account is asked only what they have to fill: a form for strangers is a short one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from otklik.catalogue.bound_fields import bound_to
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid
from otklik.fields.commands import Door, plan
from otklik.fields.queries import Bound, FieldInfo, fillable, required_of
from otklik.people.actor import Actor
from otklik.portal.form_fields import fields_of
from otklik.tickets.custom import TICKET
from otklik.web import custom_fields
from otklik.web.custom_fields import Control

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.catalogue.models import Service

NO_TYPE = "-"


def given_for(actor: Actor, post: QueryDict, service: Service | None, kind: str) -> dict[str, object]:
    """What the form holds of the fields that are asked for this service and the type chosen, by its code."""
    bound = _bound(service, kind)
    return custom_fields.sent(actor, [one for one in _asked(actor) if one.is_asked(bound)], post)


def wrong_in(
    actor: Actor, service: Service | None, kind: str, given: Mapping[str, object]
) -> Mapping[str, str]:
    """What is missing or wrong in them, field → sentence: said together with everything else."""
    try:
        plan(actor, TICKET.kind, None, given, _bound(service, kind), Door.FORM)
    except Invalid as error:
        return error.fields
    return {}


def controls_for(
    actor: Actor,
    service: Service | None,
    given: Mapping[str, object] | None,
    problems: Mapping[str, str],
) -> list[Control]:
    """What the form asks for this service; fields of some types only say so, for the script."""
    bound = _bound(service, "")
    if len(fields_of(service).types) <= 1:
        # Nobody chooses a type there: it is the usual one.
        fields = [one for one in _asked(actor) if one.is_asked(bound)]
        return custom_fields.controls(actor, fields, None, given, problems)
    path = set(bound["service"])
    fields = [one for one in _asked(actor) if "service" not in one.bound or path & set(one.bound["service"])]
    drawn = custom_fields.controls(actor, fields, None, given, problems)
    return [
        replace(control, types=_codes(types, bound["type"]))
        if (types := field.bound.get("type"))
        else control
        for control, field in zip(drawn, fields, strict=True)
    ]


def _asked(actor: Actor) -> Sequence[FieldInfo]:
    every = fillable(actor, TICKET.kind)
    return every if actor.is_contact else [one for one in every if required_of(actor, one)]


def _codes(types: Collection[int], usual: Collection[int]) -> str:
    """Codes of the types a field is asked for; a dash among them: also while none is chosen."""
    codes = [row.code for pk, row in catalogue().types.items() if pk in types]
    return " ".join([*codes, *(NO_TYPE for pk in usual if pk in types)])


def _bound(service: Service | None, kind: str) -> Bound:
    """What the new ticket is of: the type by its code, as registering takes it where none is chosen."""
    known = catalogue()
    chosen = next((row for row in known.types.values() if row.code == kind), None)
    of_type = chosen or known.usual_type(service, None)
    return bound_to(of_type.pk if of_type else None, service.pk if service else None)
