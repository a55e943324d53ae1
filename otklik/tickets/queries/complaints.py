"""Which tickets are complaints from the beginning."""

from __future__ import annotations

from otklik.catalogue.queries import catalogue
from otklik.organisation import settings

COMPLAINT_TYPES = settings.declare(
    "tickets.complaint_types", ["complaint"], "Codes of the ticket types that are complaints: a lead is told."
)
NO_ADDRESSES: list[str] = []
ADDRESSES = settings.declare(
    "tickets.complaint_addresses",
    NO_ADDRESSES,
    "Mail addresses that are told of low ratings and complaints besides the team's lead.",
)
LOW = settings.declare(
    "tickets.low_rating", 2, "A rating of this or less is low: a lead is told and looks at it."
)


def is_complaint_type(type_id: int | None) -> bool:
    """Whether tickets of this type are complaints."""
    known = catalogue().types.get(type_id or 0)
    return known is not None and known.code in COMPLAINT_TYPES.get()
