"""Words and links of a step that is taken back: notes go, held replies become drafts again, links end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.core import clock
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.commands import standing
from otklik.tickets.commands.held import call_back
from otklik.tickets.commands.linking import linked, parted
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.retracing import TRACED, retrace
from otklik.tickets.events import (
    NOTE_ADDED,
    REPLY_AUTOMATED,
    REPLY_SCHEDULED,
    REPLY_SENT,
    TICKET_LINKED,
    TICKET_UNLINKED,
)
from otklik.tickets.models import Link, Mention, Message, Ticket
from otklik.tickets.queries.workflow import workflow


@dataclass(frozen=True)
class Unsaid:
    """Whether something was taken back, and whether an answer that has gone out stays."""

    did: bool = False
    stays: bool = False


def unsay(actor: Actor, row: Ticket, events: Sequence[Event]) -> Unsaid:
    """Take back what the step said on the locked ticket and how it linked it. Writes `reply.cancelled` and
    `ticket.unlinked` or `ticket.linked` for each link."""
    did = _links(actor, events)
    notes = [_message(event) for event in events if event.kind == NOTE_ADDED.name]
    did = _take_notes(row, notes) or did
    for event in events:
        if event.kind == REPLY_SCHEDULED.name:
            did = call_back(actor.ref, row, _message(event)) or did
    sent = any(event.kind in (REPLY_SENT.name, REPLY_AUTOMATED.name) for event in events)
    late = [_message(event) for event in events if event.kind == REPLY_SCHEDULED.name]
    stays = sent or Message.objects.filter(pk__in=late, cancelled_at=None).exclude(released_at=None).exists()
    return Unsaid(did, stays)


def _message(event: Event) -> int:
    found = event.data.get("message")
    return found if isinstance(found, int) else 0


def _take_notes(row: Ticket, ids: Sequence[int]) -> bool:
    notes = Message.objects.filter(pk__in=ids, ticket=row, public=False, cancelled_at=None)
    if not notes.exists():
        return False
    named = Mention.objects.filter(message_id__in=ids).delete()[0]
    notes.update(cancelled_at=clock.now())
    retrace(row)
    standing.save(row, workflow().statuses[row.status_id], TRACED)
    if named:
        renew_readers(row)
    return True


def _links(actor: Actor, events: Sequence[Event]) -> bool:
    """The other ticket's event of the same link finds it done already."""
    did = False
    for event in events:
        if event.kind not in (TICKET_LINKED.name, TICKET_UNLINKED.name):
            continue
        ends = (event.ticket_id or 0, int(event.data["other"]))
        source, target = ends if event.data["is_source"] else ends[::-1]
        found = Link.objects.filter(source_id=source, target_id=target, kind=event.data["kind"]).first()
        if event.kind == TICKET_LINKED.name and found is not None:
            parted(actor.ref, found)
            did = True
        if event.kind == TICKET_UNLINKED.name and found is None:
            pair = [Ticket.objects.filter(pk=pk).first() for pk in (source, target)]
            if pair[0] is not None and pair[1] is not None:
                linked(actor.ref, pair[0], pair[1], event.data["kind"])
                did = True
    return did
