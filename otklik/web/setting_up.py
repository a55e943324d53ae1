"""Everything an administrator can set up, known in one place to the pages and to the API.

Importing this module makes every shape and every use known (`core.configuring`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from otklik.automation.macros import uses as macro_uses
from otklik.automation.macros.shape import MACRO
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.triggers.shape import TRIGGER
from otklik.canned import uses as canned_uses
from otklik.canned.shapes import CANNED_REPLY, FOLDER
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
from otklik.stages.shapes import ROUTE, STAGE
from otklik.tickets import uses as ticket_uses
from otklik.tickets.shapes import STATUS

COUNTED_BY = (people_uses, catalogue_uses, client_uses, ticket_uses, canned_uses, macro_uses, bound_fields)
"""The packages that tell what of theirs hangs on a configured row, and what fields can be bound to."""

__all__ = [
    "AGENT",
    "ASSET_MODEL",
    "ASSET_TYPE",
    "BRAND",
    "CANNED_REPLY",
    "CATEGORY",
    "COMPANY_CATEGORY",
    "COUNTED_BY",
    "FIELD",
    "FOLDER",
    "MACRO",
    "MANUFACTURER",
    "OPTION",
    "PRIORITY",
    "ROLE",
    "ROUTE",
    "ROUTING_RULE",
    "SERVICE",
    "SLA_RULE",
    "STAGE",
    "STATUS",
    "TEAM",
    "TRIGGER",
    "TYPE",
    "shapes",
]


def shapes() -> Mapping[str, Shape[Model]]:
    """Every shape by kind."""
    return known()
