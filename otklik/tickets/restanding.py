"""After the workflow or a priority was set up otherwise: tickets there are take their new place in lists.

Whose turn it is, the group and the priority's number are stored with the ticket, so that lists are ordered
by an index. Runs after commit, some hundred tickets a transaction: no lock waits for a million rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from otklik.catalogue.queries import catalogue
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import for_change
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow

CHUNK = 500
_STANDING = ("turn", "turn_since", "rank", "due_sort")


def _matters(event: Event) -> bool:
    """A status's turn, or a priority's number."""
    fields = {str(change["field"]) for change in event.changes}
    is_new = bool(event.data.get("is_new"))
    wanted = {"status": "turn", "priority": "level"}.get(event.subject_kind, "")
    return not is_new and wanted in fields


@later(network=True, wanted=_matters)
def restand(event: Event) -> Effect | None:
    """Give the tickets of a changed status or priority their new standing. Doing it again changes nothing."""
    pk = event.subject_id or 0
    if event.subject_kind == "priority":
        _renumber(pk)
    else:
        _turn(pk)
    return None


def _renumber(priority_id: int) -> None:
    priority = catalogue().priorities.get(priority_id)
    if priority is None:
        return
    stale = Ticket.objects.filter(priority_id=priority_id).exclude(priority_level=priority.level)
    for ids in _chunks(list(stale.order_by("-is_open", "-pk").values_list("pk", flat=True))):
        Ticket.objects.filter(pk__in=ids, priority_id=priority_id).update(priority_level=priority.level)


def _turn(status_id: int) -> None:
    status = workflow().statuses.get(status_id)
    if status is None:
        return
    ids = list(Ticket.objects.filter(status_id=status_id, is_open=True).values_list("pk", flat=True))
    for chunk in _chunks(ids):
        with transaction.atomic():
            rows = for_change(Ticket.objects.filter(pk__in=chunk, status_id=status_id))
            moved = []
            for row in rows.order_by("pk"):
                before = row.turn, row.rank, row.updated_at
                standing.settle(row, status)
                row.updated_at = before[2]  # nothing happened to the ticket itself
                if (row.turn, row.rank) != before[:2]:
                    moved.append(row)
            Ticket.objects.bulk_update(moved, _STANDING, batch_size=CHUNK)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
