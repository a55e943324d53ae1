"""Deleting with a way back: the ticket leaves every list, and is purged after 30 days by a sweep."""

from __future__ import annotations

from django.db import transaction

from otklik.core import clock
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import DELETE, require
from otklik.tickets.commands.locking import locked
from otklik.tickets.events import TICKET_DELETED, TICKET_RESTORED
from otklik.tickets.models import Ticket


@transaction.atomic
def delete_ticket(actor: Actor, ticket: Ticket) -> None:
    """Hide a ticket everywhere. Needs `tickets.delete`. Writes `ticket.deleted`."""
    row = locked(ticket, even_deleted=True, even_merged=True)
    require(actor, row, DELETE)
    if row.deleted_at is None:
        row.deleted_at = clock.now()
        row.save(update_fields=["deleted_at"])
        record(TICKET_DELETED, actor.ref, Subject("ticket", row.pk, row.pk))


@transaction.atomic
def restore_ticket(actor: Actor, ticket: Ticket) -> None:
    """Bring a deleted ticket back. Needs `tickets.delete`. Writes `ticket.restored`."""
    row = locked(ticket, even_deleted=True, even_merged=True)
    require(actor, row, DELETE)
    if row.deleted_at is not None:
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        record(TICKET_RESTORED, actor.ref, Subject("ticket", row.pk, row.pk))
