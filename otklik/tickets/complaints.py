"""Complaints by type: what follows when a ticket is registered as one, or becomes one."""

from __future__ import annotations

from otklik.core.actors import SYSTEM
from otklik.core.models import Event
from otklik.tickets.commands.review import complain
from otklik.tickets.models import Ticket
from otklik.tickets.queries.complaints import is_complaint_type
from otklik.tickets.registered import JustRegistered


def mark_complaint(event: Event) -> None:
    """A ticket of a complaints' type waits for a lead's look; for `ticket.registered` and `ticket.edited`."""
    if isinstance(event.about, JustRegistered):
        row = event.about.ticket
    else:
        if event.kind == "ticket.edited" and not any(c["field"] == "type" for c in event.changes):
            return
        row = Ticket.objects.get(pk=event.ticket_id or 0)
    if row.complaint_at is None and is_complaint_type(row.type_id):
        complain(SYSTEM, row, "type")
