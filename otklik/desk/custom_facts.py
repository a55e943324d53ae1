"""Custom fields of a ticket on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otklik.people.actor import Actor
from otklik.tickets.custom import TICKET, bound_of
from otklik.web import custom_fields

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


def custom_of(actor: Actor, ticket: Ticket) -> dict[str, object]:
    """The custom fields as facts, and whether some are the actor's to fill: in a form that comes when it is
    wanted (`desk.custom.form`)."""
    bound = bound_of(ticket)
    return {
        "custom_facts": custom_fields.facts(actor, TICKET.kind, ticket.custom, bound),
        "may_fill": bool(custom_fields.asked(actor, TICKET.kind, bound, ticket.custom)),
    }
