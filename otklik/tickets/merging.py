"""Tickets of a merged client go to the survivor, and back when the two are parted again.

A company may have a hundred thousand: they move after commit, some hundred a transaction, so that no lock
waits for long and a killed worker goes on where it stopped. Each transaction notes which tickets it moved;
that is what an undo puts back. Meanwhile a ticket is its old client's or the survivor's, never nobody's.
"""

from __future__ import annotations

from django.db import transaction

from otklik.clients.commands.merge import note_arrived, note_moved, note_returned
from otklik.clients.models import Merge, MergedTickets
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.models import Ticket

CHUNK = 500
CHUNK_OF_PEOPLE = 100
"""Of contacts fewer at once: who may read each ticket is written anew."""
COLUMNS = {"company": ("company",), "contact": ("contact", "initiator_contact")}


@later(network=True)
def follow_merge(event: Event) -> Effect | None:
    """Move the tickets of the merged client. Doing it again goes on with those that are left."""
    merge_id = int(str(event.data["merge"]))
    for column in COLUMNS[event.subject_kind]:
        while _move_some(merge_id, column):
            continue
    _arrived(merge_id, undone=False)
    return None


@later(network=True)
def return_after_merge(event: Event) -> Effect | None:
    """Give the tickets back that went over and are still there."""
    merge_id = int(str(event.data["merge"]))
    while _return_some(merge_id):
        continue
    _arrived(merge_id, undone=True)
    return None


@transaction.atomic
def _move_some(merge_id: int, column: str) -> bool:
    """One transaction of it; False when none is left, or the merge was undone meanwhile."""
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at is not None:
        return False
    limit = CHUNK if merge.kind == "company" else CHUNK_OF_PEOPLE
    rows = Ticket.objects.filter(**{column: merge.merged_id}).order_by("-pk")
    ids = list(rows.values_list("pk", flat=True)[:limit])
    if not ids:
        return False
    Ticket.objects.filter(pk__in=ids).update(**{column: merge.survivor_id})
    _renew_readers(merge, ids)
    note_moved(merge, column, ids)
    return True


@transaction.atomic
def _return_some(merge_id: int) -> bool:
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    part = MergedTickets.objects.filter(merge=merge).order_by("pk").first()
    if part is None:
        return False
    still = Ticket.objects.filter(pk__in=part.ids, **{part.column: merge.survivor_id})
    ids = list(still.values_list("pk", flat=True))
    Ticket.objects.filter(pk__in=ids).update(**{part.column: merge.merged_id})
    _renew_readers(merge, ids)
    note_returned(part)
    return True


def _arrived(merge_id: int, *, undone: bool) -> None:
    merge = Merge.objects.get(pk=merge_id)
    if (merge.undone_at is not None) == undone:
        note_arrived(merge)


def _renew_readers(merge: Merge, ids: list[int]) -> None:
    if merge.kind == "contact":
        for ticket in Ticket.objects.filter(pk__in=ids).order_by("pk"):
            renew_readers(ticket)
