"""A ticket for code that follows from an event, where access was decided when the event was written."""

from __future__ import annotations

from otklik.core.models import Event
from otklik.tickets.models import Ticket


def ticket_of(event: Event) -> Ticket:
    """The ticket an event belongs to, as it is now."""
    return Ticket.objects.get(pk=event.ticket_id)
