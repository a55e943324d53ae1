"""A ticket that a step made goes with the step, unless somebody has worked on it since."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otklik.core import clock
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.events import TICKET_DELETED, TICKET_REGISTERED
from otklik.tickets.models import Message, Ticket


def is_made_by(events: Sequence[Event]) -> bool:
    """Whether the ticket these events of a step are about was registered in it."""
    return any(event.kind == TICKET_REGISTERED.name for event in events)


def unmake(actor: Actor, row: Ticket, own: Collection[int]) -> bool:
    """Delete the locked ticket, as any can be, with its own way back; False where somebody wrote in it, which
    leaves it as it is. `own`: the messages it was made with. Writes `ticket.deleted`."""
    said = Message.objects.filter(ticket=row).exclude(pk__in=own).exclude(automatic=True)
    if row.merged_into_id is not None or said.exists():
        return False
    row.deleted_at = clock.now()
    row.save(update_fields=["deleted_at"])
    record(TICKET_DELETED, actor.ref, Subject("ticket", row.pk, row.pk))
    return True
