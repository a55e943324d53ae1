"""What an agent has seen and has begun to write. No events: nobody else's business."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.tickets.models import Draft, Mention, Seen, Ticket


@transaction.atomic
def mark_seen(actor: Actor, ticket: Ticket, message_id: int) -> None:
    """The agent has had the thread before them up to this message; older marks never overwrite newer ones."""
    if actor.agent_id is None:
        return
    moved = Seen.objects.filter(agent_id=actor.agent_id, ticket=ticket, message_id__lt=message_id).update(
        message_id=message_id
    )
    if not moved:
        row = Seen(agent_id=actor.agent_id, ticket=ticket, message_id=message_id)
        Seen.objects.bulk_create([row], ignore_conflicts=True)
    Mention.objects.filter(
        agent_id=actor.agent_id, seen_at=None, message__ticket=ticket, message_id__lte=message_id
    ).update(seen_at=clock.now())


@transaction.atomic
def mark_many_seen(actor: Actor, ticket_ids: Collection[int]) -> None:
    """The agent knows these tickets as they are now: a whole list marked as read."""
    if actor.agent_id is None:
        return
    last = Ticket.objects.filter(pk__in=ticket_ids)
    rows = [
        Seen(agent_id=actor.agent_id, ticket_id=ticket, message_id=message or 0)
        for ticket, message in last.values_list("pk", "last_message_id")
    ]
    Seen.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["agent", "ticket"], update_fields=["message_id"]
    )
    Mention.objects.filter(agent_id=actor.agent_id, seen_at=None, message__ticket_id__in=ticket_ids).update(
        seen_at=clock.now()
    )


@transaction.atomic
def save_draft(
    actor: Actor, ticket: Ticket, kind: str, text: str, data: dict[str, object] | None = None
) -> None:
    """Keep what the agent has typed; empty text forgets the draft."""
    if actor.agent_id is None:
        return
    if not text.strip():
        forget_draft(actor, ticket, kind)
        return
    Draft.objects.update_or_create(
        agent_id=actor.agent_id,
        ticket=ticket,
        kind=kind,
        defaults={"text": text, "data": data or {}, "updated_at": clock.now()},
    )


def forget_draft(actor: Actor, ticket: Ticket, kind: str) -> None:
    """Drop what the agent had begun to write: it was sent, or emptied."""
    if actor.agent_id is not None:
        Draft.objects.filter(agent_id=actor.agent_id, ticket=ticket, kind=kind).delete()
