"""Removing deleted tickets for good, once nobody has brought them back for 30 days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.tickets.events import TICKET_PURGED
from otklik.tickets.models import Ticket

KEPT = timedelta(days=30)


def purge_deleted() -> int:
    """Purge every ticket that was deleted over 30 days ago; how many. A sweep calls it, nobody else may."""
    due = Ticket.objects.filter(deleted_at__lt=clock.now() - KEPT).order_by("pk")
    return sum(purge(ticket_id) for ticket_id in list(due.values_list("pk", flat=True)))


@transaction.atomic
def purge(ticket_id: int) -> bool:
    """Remove a ticket with all that is its own; whether it was still due. Writes `ticket.purged`.

    Its history keeps references only and stays; its files are orphans from now on and go by their own sweep.
    A ticket restored meanwhile is left alone.
    """
    due = Ticket.objects.filter(pk=ticket_id, deleted_at__lt=clock.now() - KEPT)
    row = due.select_for_update().first()
    if row is None:
        return False
    record(TICKET_PURGED, SYSTEM, Subject("ticket", row.pk, row.pk), data={"number": row.number})
    row.delete()
    return True
