"""Taking a step back (NEW-6): a bulk change, a macro, a merge, a split; what changed since stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from otklik.core import clock
from otklik.core.circumstances import batch
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.core.timers import set_timer
from otklik.people.actor import Actor
from otklik.tickets import undoing
from otklik.tickets.access import visible_ids
from otklik.tickets.commands.locking import lock_all, locked_if_there
from otklik.tickets.commands.merge import part
from otklik.tickets.commands.operations import get_operation_for, require_undoable
from otklik.tickets.commands.putting_back import present, put_back
from otklik.tickets.commands.split import unsplit
from otklik.tickets.commands.unmaking import is_made_by, unmake
from otklik.tickets.commands.unsaying import unsay
from otklik.tickets.enums import OperationKind
from otklik.tickets.events import TICKET_UNDONE
from otklik.tickets.models import Operation, Ticket
from otklik.tickets.undoing import Changed

AT_ONCE = 50
"""Tickets of one transaction; what is more the worker does."""
MOST_LEFT = 50
"""Tickets of which is kept what was left."""
NEXT = "tickets.undo_next"
"""The name of the timer."""
WORDS, MADE = "message", "ticket"
"""Stand in what was left where an answer to the client has gone out, where a ticket the step made was worked
on since."""
_OF_CLOCKS = frozenset({"ticket.planned", "sla.warned", "sla.breached"})
"""What the clocks said in the same step: they count anew when it is undone."""


@transaction.atomic
def undo(actor: Actor, uid: str) -> Operation:
    """Take a step back, whoever did it themselves or has `tickets.undo`: its fields go back where nobody has
    changed them since, notes, links and tickets it made go, held replies become drafts again.

    More than `AT_ONCE` tickets are done by the worker; a bulk change still on its way stops. What is not open
    to the actor any more stays. `NotFound` for a step that is not theirs, `NotPossible` for one undone
    already or more than thirty days old. Writes `ticket.undone` for each ticket, as a batch of its own.
    """
    row = Operation.objects.select_for_update().get(pk=get_operation_for(actor, uid).pk)
    require_undoable(row)
    now = clock.now()
    row.undone_at, row.undone_by_id = now, actor.agent_id
    row.finished_at = row.finished_at or now
    row.save(update_fields=["undone_at", "undone_by", "finished_at"])
    with batch():
        _as_a_whole(actor, row)
    if undo_some(actor, row):
        set_timer(f"{NEXT}:{row.pk}", NEXT, now, {"operation": row.pk})
    return row


def _as_a_whole(actor: Actor, row: Operation) -> None:
    """What goes back as one, before the tickets do one by one."""
    if row.kind == OperationKind.MERGE:
        part(actor, row)
    elif row.kind == OperationKind.SPLIT:
        unsplit(actor, row)


def undo_some(actor: Actor, row: Operation) -> bool:
    """The next tickets of a locked step, in the order they were registered; whether there are more."""
    events = Event.objects.filter(batch_id=row.uid, ticket_id__gt=row.undone_after)
    found = events.order_by("ticket_id").values_list("ticket_id", flat=True).distinct()[: AT_ONCE + 1]
    ids = [pk for pk in found if pk is not None]
    open_to = visible_ids(actor, ids) if not actor.is_system else set(ids)
    lock_all(ids[:AT_ONCE])
    with batch():
        for ticket_id in ids[:AT_ONCE]:
            if ticket_id in open_to:
                _undo_one(actor, row, ticket_id)
    row.undone_after = ids[:AT_ONCE][-1] if ids else row.undone_after
    row.save(update_fields=["undone_after", "undone", "left"])
    return len(ids) > AT_ONCE


def _undo_one(actor: Actor, step: Operation, ticket_id: int) -> None:
    ticket = locked_if_there(ticket_id)
    if ticket is None:
        return
    events = list(Event.objects.filter(batch_id=step.uid, ticket_id=ticket_id).order_by("pk"))
    if is_made_by(events):
        _unmake(actor, step, ticket, events)
        return
    taken = take_back(actor, ticket, events, {"operation": str(step.uid), "kind": step.kind})
    step.undone += taken.did
    _note(step, ticket, taken.left)


@dataclass(frozen=True)
class Taken:
    """Whether anything went back, and which fields stay as they are."""

    did: bool
    left: Sequence[str]


def take_back(actor: Actor, ticket: Ticket, events: Sequence[Event], data: Mapping[str, object]) -> Taken:
    """What these events did to the locked ticket goes back where nobody has changed it since. Writes
    `ticket.undone` with `data`, unless nothing went back."""
    said = unsay(actor, ticket, events)
    here = present(ticket)
    plan = undoing.plan(changes_of(events), here.fields, here.following)
    changes, refused = put_back(ticket, plan, events)
    left = sorted({*plan.left, *refused, *([WORDS] if said.stays else [])})
    did = bool(changes or said.did)
    if did:
        subject = Subject("ticket", ticket.pk, ticket.pk)
        record(TICKET_UNDONE, actor.ref, subject, changes=changes, data={**data, "left": left})
    return Taken(did, left)


def _unmake(actor: Actor, step: Operation, ticket: Ticket, events: Sequence[Event]) -> None:
    """A ticket the step made, with its links."""
    if unmake(actor, ticket, [event.data.get("message") for event in events]):
        step.undone += 1
    else:
        _note(step, ticket, [MADE])


def _note(step: Operation, ticket: Ticket, left: Sequence[str]) -> None:
    if left and len(step.left) < MOST_LEFT:
        step.left = [*step.left, [ticket.number, list(left)]]


def changes_of(events: Sequence[Event]) -> list[Changed]:
    """What these events changed that can go back, in their order."""
    return [
        Changed(str(change["field"]), change["from"], change["to"])
        for event in events
        if event.kind not in _OF_CLOCKS
        for change in event.changes
    ]
