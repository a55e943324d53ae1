"""Done tickets that close by themselves, and postponed ones that come back; called by timers and a sweep."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.tickets.commands import waiting
from otklik.tickets.commands.locking import locked_if_there
from otklik.tickets.commands.status import move, work_code
from otklik.tickets.enums import State
from otklik.tickets.events import TICKET_RETURNED
from otklik.tickets.queries.terms import closes_at_if_resolved
from otklik.tickets.queries.workflow import workflow

LATE = timedelta(minutes=5)
"""How long a timer may be late before the sweep does its work."""


@transaction.atomic
def close_resolved(ticket_id: int) -> None:
    """Close a done ticket whose time has come. Writes `ticket.closed` (`data.by` = `time`).

    Nobody gets less time than they were told, nor less than the rules of now give: when calendar, term or
    service changed so that it closes later, it waits on; when it no longer closes by itself, it stays. One
    that was reopened, closed or deleted meanwhile is left alone.
    """
    row = locked_if_there(ticket_id)
    if row is None or row.closes_at is None or row.resolved_at is None or row.state != State.RESOLVED:
        return
    ruled = closes_at_if_resolved(row.service_id, row.resolved_at)
    later = None if ruled is None else max(ruled, row.closes_at)
    if later is None or later > clock.now():
        waiting.put_off_closing(row, later)
        return
    move(SYSTEM, row, workflow().system(State.CLOSED).code, data={"by": "time"})


@transaction.atomic
def return_postponed(ticket_id: int) -> None:
    """Bring a postponed ticket back to work at its moment. Writes `ticket.returned`.

    One that was moved, or put off further, meanwhile is left alone.
    """
    row = locked_if_there(ticket_id)
    if row is None or row.postponed_until is None:
        return
    if row.postponed_until > clock.now():
        waiting.arm(waiting.RETURN, row.pk, row.postponed_until)
        return
    data: dict[str, object] = {"until": row.postponed_until.isoformat(), "why": row.postponed_why}
    move(SYSTEM, row, work_code(row), kind=TICKET_RETURNED, data=data)
    row.returned_at = clock.now()
    row.save(update_fields=["returned_at"])


def catch_up() -> int:
    """Do what no timer did: tickets that were loaded, imported or restored have none. How many; a sweep."""
    due = waiting.overdue_by(LATE)
    for timer, ticket_id in due:
        _DOES[timer](ticket_id)
    return len(due)


_DOES = {
    waiting.CLOSE: close_resolved,
    waiting.RETURN: return_postponed,
    waiting.REMIND: waiting.remind_client,
}
