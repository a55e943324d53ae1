"""The slot for deadlines: the package of clocks says when, tickets keep it for lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from otklik.core.events import Change
from otklik.core.inserting import rewrite
from otklik.tickets import lifecycle
from otklik.tickets.models import Ticket

_FIELDS = ("due_at", "react_by", "due_sort")


def plan(row: Ticket, due_at: datetime | None, react_by: datetime | None) -> Sequence[Change]:
    """Write when a ticket must be resolved and answered, and what lists sort by; what changed of the two.

    For the package of clocks, in the transaction of what moved them; it writes the event. The version does
    not grow: nothing a person has open is overwritten by it.
    """
    due_sort = lifecycle.due_sort(due_at, react_by, row.created_at)
    before = (row.due_at, row.react_by, row.due_sort)
    if before == (due_at, react_by, due_sort):
        return ()
    row.due_at, row.react_by, row.due_sort = due_at, react_by, due_sort
    rewrite(row, _FIELDS)
    pairs = (("due_at", before[0], due_at), ("react_by", before[1], react_by))
    return [Change(field, _iso(old), _iso(new)) for field, old, new in pairs if old != new]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
