"""Tickets own custom fields: which are asked, what becomes of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from otklik.catalogue.bound_fields import bound_to
from otklik.fields.owners import Owner, declare_owner
from otklik.tickets.models import Ticket

TICKET = declare_owner(Owner("ticket", _("Tickets"), Ticket, ("type", "service")))


def bound_of(ticket: Ticket) -> Mapping[str, Sequence[int]]:
    """The ticket's type and service, as fields are bound to them."""
    return bound_to(ticket.type_id, ticket.service_id)
