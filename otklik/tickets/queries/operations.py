"""Steps that can be undone, as cards and programs ask for them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import NotFound
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.models import Operation, Ticket

LATELY = 200
"""Events of a ticket among which its last steps are looked for."""


def last_step_of(actor: Actor, ticket: Ticket) -> Operation:
    """The actor's last step with a ticket they were given that has not been undone; `NotFound` for none.

    Whether it can still be undone, the command says.
    """
    events = Event.objects.filter(ticket_id=ticket.pk).exclude(batch_id=None).order_by("-pk")
    batches = [uid for uid in events.values_list("batch_id", flat=True)[:LATELY] if uid is not None]
    mine = Operation.objects.filter(agent_id=actor.agent_id or 0, uid__in=batches, undone_at=None)
    found = mine.order_by("-pk").first()
    if found is None:
        raise NotFound(_("There is no step of yours to undo here."))
    return found


def numbers_of(actor: Actor, row: Operation) -> list[str]:
    """Numbers of the tickets a step was about, of those the actor may see; of many the newest hundred."""
    ids = Event.objects.filter(batch_id=row.uid).exclude(ticket_id=None).values("ticket_id")
    rows = visible_to(actor).filter(pk__in=ids).order_by("-pk")
    return list(rows.values_list("number", flat=True)[:100])
