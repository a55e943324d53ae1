"""What of the catalogue custom fields can be bound to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.catalogue.shapes import types
from otklik.core.configuring.kinds import Option
from otklik.fields.owners import Subject, declare_subject


def services() -> Sequence[Option]:
    """Packages and services under the package they stand in; a package means everything in it."""
    known = catalogue()
    return [
        Option(row.pk, f"{row.code} {row.name}", row.hidden, group=str(known.path_of(row)[0].name))
        for row in known.services.values()
    ]


def bound_to(type_id: int | None, service_id: int | None) -> Mapping[str, Sequence[int]]:
    """What a ticket of this type and service is of: the type, the service and the packages above it."""
    known = catalogue()
    service = known.services.get(service_id or 0)
    path = [step.pk for step in known.path_of(service)] if service else []
    return {"type": [type_id] if type_id else [], "service": path}


declare_subject(Subject("type", _("Ticket types"), types))
declare_subject(Subject("service", _("Services"), services))
