"""What an agent has seen and has begun to write, what a client has read. No events: no history of looks."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from otklik.core import clock
from otklik.core.idempotency import done_under
from otklik.core.inserting import insert_missing
from otklik.people.actor import Actor
from otklik.tickets.commands.locking import locked
from otklik.tickets.models import ClientRead, Draft, InboxDone, Mention, Message, Seen, Ticket


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
        insert_missing([row])
    Mention.objects.filter(
        agent_id=actor.agent_id, seen_at=None, message__ticket=ticket, message_id__lte=message_id
    ).update(seen_at=clock.now())


@transaction.atomic
def mark_read(actor: Actor, ticket: Ticket, message_id: int) -> None:
    """The request's own client, or who ordered it for them, has had its messages before them up to this one.

    Anybody else's look says nothing. No event: the card shows it beside the message.
    """
    if actor.contact_id is None or actor.contact_id not in (ticket.contact_id, ticket.initiator_contact_id):
        return
    last, now = min(message_id, ticket.last_public_id or 0), clock.now()
    known = ClientRead.objects.filter(ticket=ticket)
    if not known.filter(message_id__lt=last).update(message_id=last, at=now):
        ClientRead.objects.bulk_create(
            [ClientRead(ticket=ticket, message_id=last, at=now)], ignore_conflicts=True
        )


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
def put_aside(actor: Actor, ticket_ids: Collection[int]) -> None:
    """The agent is done with these tickets for now: out of their inbox until something new happens."""
    if actor.agent_id is None:
        return
    now = clock.now()
    last = Ticket.objects.filter(pk__in=ticket_ids).values_list("pk", "last_public_id")
    done = [
        InboxDone(agent_id=actor.agent_id, ticket_id=ticket, message_id=message or 0, at=now)
        for ticket, message in last
    ]
    InboxDone.objects.bulk_create(
        done, update_conflicts=True, unique_fields=["agent", "ticket"], update_fields=["message_id", "at"]
    )
    mentions = Mention.objects.filter(agent_id=actor.agent_id, message__ticket_id__in=ticket_ids)
    mentions.filter(seen_at=None).update(seen_at=now)


@transaction.atomic
def take_back(actor: Actor, ticket_ids: Collection[int]) -> None:
    """The agent is not done with these after all: as they stood in the inbox before `put_aside`."""
    for done in InboxDone.objects.filter(agent_id=actor.agent_id or 0, ticket_id__in=ticket_ids):
        Mention.objects.filter(
            agent_id=done.agent_id, message__ticket_id=done.ticket_id, seen_at=done.at
        ).update(seen_at=None)
        done.delete()


@transaction.atomic
def save_draft(
    actor: Actor,
    ticket: Ticket,
    kind: str,
    text: str,
    data: dict[str, object] | None = None,
    *,
    key: str = "",
) -> bool:
    """Keep what the agent has typed; no text and no files forget the draft. Whether it was taken.

    `data`: uids of its `files`, and the `status` that goes with it. `key` is the one its page will send it
    under (`core.idempotency`). A draft that comes behind its own sending, by whatever way round, is none any
    more and is not kept: the key was used up by a message of this kind. The ticket's lock sets the two in
    order.
    """
    if actor.agent_id is None:
        return False
    if key and _was_sent(actor, locked(ticket), kind, key):
        return False
    if not text.strip() and not (data or {}).get("files"):
        forget_draft(actor, ticket, kind)
        return True
    Draft.objects.update_or_create(
        agent_id=actor.agent_id,
        ticket=ticket,
        kind=kind,
        defaults={"text": text, "data": data or {}, "updated_at": clock.now()},
    )
    return True


def _was_sent(actor: Actor, ticket: Ticket, kind: str, key: str) -> bool:
    message = done_under(actor.key, key).get("message")
    return isinstance(message, int) and Message.objects.filter(pk=message, ticket=ticket, kind=kind).exists()


def forget_draft(actor: Actor, ticket: Ticket, kind: str) -> None:
    """Drop what the agent had begun to write: it was sent, or emptied."""
    if actor.agent_id is not None:
        Draft.objects.filter(agent_id=actor.agent_id, ticket=ticket, kind=kind).delete()
