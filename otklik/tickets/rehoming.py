"""Tickets of a status that was switched off go where its administrator said, some at a time."""

from __future__ import annotations

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.models import Event, Job
from otklik.core.reacting import later, timer
from otklik.core.timers import set_timer
from otklik.tickets.commands.locking import for_change
from otklik.tickets.commands.status import move
from otklik.tickets.enums import State
from otklik.tickets.models import Status, Ticket

AT_ONCE = 100
"""Tickets of one transaction."""
NEXT = "tickets.rehome_next"
"""The name of the timer: `rehome_next`."""


@later(lane="default", wanted=lambda event: any(change["field"] == "successor" for change in event.changes))
def rehome(event: Event) -> None:
    """Begin to move the tickets of the status that was switched off."""
    _go_on(event.subject_id or 0)


@timer(lane="default")
def rehome_next(job: Job) -> None:
    """The next tickets, each with its event (`data.by` = `workflow`), which nobody is told of; then a timer
    for those behind. A status that was switched on again meanwhile keeps the rest; what is closed is left."""
    status = Status.objects.select_related("successor").filter(pk=int(job.payload["status"])).first()
    if status is None or status.enabled or status.successor is None:
        return
    rows = for_change(Ticket.objects.filter(status_id=status.pk, deleted_at=None))
    found = list(rows.exclude(state=State.CLOSED).order_by("pk")[:AT_ONCE])
    for row in found:
        move(SYSTEM, row, status.successor.code, data={"by": "workflow"})
    if len(found) == AT_ONCE:
        _go_on(status.pk)


def _go_on(status_id: int) -> None:
    set_timer(f"{NEXT}:{status_id}", NEXT, clock.now(), {"status": status_id})
