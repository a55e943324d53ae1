"""Custom fields in a client's form of a new request: those that are theirs to fill, of the service chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from otklik.catalogue.bound_fields import bound_to
from otklik.catalogue.queries import catalogue
from otklik.fields.queries import fillable
from otklik.people.actor import Actor
from otklik.tickets.custom import TICKET
from otklik.web import custom_fields
from otklik.web.custom_fields import Control

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.catalogue.models import Service


def given_for(actor: Actor, post: QueryDict, service: Service | None, kind: str) -> dict[str, object]:
    """What the form holds of the fields that are asked for this service and the type chosen, by its code."""
    known = catalogue()
    chosen = next((row for row in known.types.values() if row.code == kind), None)
    of_type = chosen or known.usual_type(service, None)
    bound = bound_to(of_type.pk if of_type else None, service.pk if service else None)
    return custom_fields.sent([one for one in fillable(actor, TICKET.kind) if one.is_asked(bound)], post)


def controls_for(
    actor: Actor,
    service: Service | None,
    given: Mapping[str, object] | None,
    problems: Mapping[str, str],
) -> list[Control]:
    """What the form asks for this service; fields of some types only say so, for the script."""
    known = catalogue()
    path = {step.pk for step in known.path_of(service)} if service else set()
    every = fillable(actor, TICKET.kind)
    fields = [one for one in every if "service" not in one.bound or path & set(one.bound["service"])]
    drawn = custom_fields.controls(actor, fields, None, given, problems)
    return [
        replace(control, types=" ".join(row.code for pk, row in known.types.items() if pk in types))
        if (types := field.bound.get("type"))
        else control
        for control, field in zip(drawn, fields, strict=True)
    ]
