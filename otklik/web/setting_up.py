"""Everything an administrator can set up, known in one place to the pages and to the API.

Importing this module makes every shape and every use known (`core.configuring`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from otklik.catalogue import bound_fields
from otklik.catalogue import uses as catalogue_uses
from otklik.catalogue.service_shape import SERVICE
from otklik.catalogue.shapes import CATEGORY, COMPANY_CATEGORY, PRIORITY, TYPE
from otklik.clients import uses as client_uses
from otklik.clients.asset_shapes import ASSET_MODEL, ASSET_TYPE, MANUFACTURER
from otklik.core.configuring.shapes import Shape, known
from otklik.fields.shapes import FIELD, OPTION
from otklik.organisation.brand_shape import BRAND
from otklik.people import uses as people_uses
from otklik.people.agent_shape import AGENT
from otklik.people.shapes import ROLE, TEAM
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import uses as ticket_uses
from otklik.tickets.shapes import STATUS

COUNTED_BY = (people_uses, catalogue_uses, client_uses, ticket_uses, bound_fields)
"""The packages that tell what of theirs hangs on a configured row, and what fields can be bound to."""

__all__ = [
    "AGENT",
    "ASSET_MODEL",
    "ASSET_TYPE",
    "BRAND",
    "CATEGORY",
    "COMPANY_CATEGORY",
    "COUNTED_BY",
    "FIELD",
    "MANUFACTURER",
    "OPTION",
    "PRIORITY",
    "ROLE",
    "SERVICE",
    "SLA_RULE",
    "STATUS",
    "TEAM",
    "TYPE",
    "shapes",
]


def shapes() -> Mapping[str, Shape[Model]]:
    """Every shape by kind."""
    return known()
