"""What a ticket waits for by the clock: one writer of its terms and of their timers.

A done ticket closes by itself, a postponed one returns, a client who was asked is reminded. Each is a timer
row of the queue that reads the ticket again when its moment comes: what was moved meanwhile is left alone.
Loaded and restored tickets have no timer; a sweep (`catch_up`) finds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.timers import cancel_timer, set_timer
from otklik.tickets.commands.locking import locked_if_there
from otklik.tickets.enums import State
from otklik.tickets.events import CLIENT_REMINDED
from otklik.tickets.models import Status, Ticket
from otklik.tickets.queries.terms import closes_at_if_resolved, reminds_at_if_asked

FIELDS = ("closes_at", "remind_at", "postponed_until", "postponed_why", "returned_at")
CLOSE, RETURN, REMIND = "tickets.close_due", "tickets.return_due", "tickets.remind_due"
"""Names of the timers; their functions stand in `tickets.timers`."""


def wait(row: Ticket, target: Status, *, until: datetime | None = None, why: str = "") -> None:
    """Set the terms of the status a locked ticket comes into, and take away those it leaves. Saves no row."""
    now, state = clock.now(), State(target.state)
    closes = closes_at_if_resolved(row.service_id, now) if state is State.RESOLVED else None
    reminds = reminds_at_if_asked(row.service_id, now) if state is State.WAITING_CLIENT else None
    _arm(row, CLOSE, row.closes_at, closes)
    _arm(row, REMIND, row.remind_at, reminds)
    _arm(row, RETURN, row.postponed_until, until)
    row.closes_at, row.remind_at, row.postponed_until = closes, reminds, until
    row.postponed_why = why[:200] if until else ""
    row.returned_at = None


def put_off_closing(row: Ticket, moment: datetime | None) -> None:
    """Let a locked done ticket close later than was said; None: not by itself any more."""
    row.closes_at = moment
    row.save(update_fields=["closes_at"])
    if moment is not None:
        arm(CLOSE, row.pk, moment)


def close_sooner(ticket_id: int, moment: datetime) -> None:
    """Say that a done ticket closes at this moment, where it was to close later or not by itself. Whoever
    says it closes it; where they do not after all, the sweep puts the general term back (`catch_up`)."""
    done = Ticket.objects.filter(pk=ticket_id, state=State.RESOLVED)
    done.filter(Q(closes_at=None) | Q(closes_at__gt=moment)).update(closes_at=moment)


def arm(timer: str, ticket_id: int, moment: datetime) -> None:
    """Have a ticket's timer of this name run at the moment, instead of when it was to run before."""
    set_timer(f"{timer}:{ticket_id}", timer, moment, {"ticket": ticket_id})


@transaction.atomic
def remind_client(ticket_id: int) -> None:
    """Remind a client who was asked and has not answered, once. Writes `ticket.client_reminded`.

    Nothing happens when the ticket has moved on, is deleted, or its reminder was put off.
    """
    row = locked_if_there(ticket_id)
    if row is None or row.remind_at is None or row.state != State.WAITING_CLIENT:
        return
    if row.remind_at > clock.now():
        arm(REMIND, row.pk, row.remind_at)
        return
    row.remind_at = None
    row.save(update_fields=["remind_at"])
    if not row.last_by_client:
        record(
            CLIENT_REMINDED, SYSTEM, Subject("ticket", row.pk, row.pk), data={"message": row.last_public_id}
        )


def overdue_by(late: timedelta) -> list[tuple[str, int]]:
    """(timer, ticket) of what should have happened this long ago and has not."""
    before = clock.now() - late
    found: list[tuple[str, int]] = []
    for timer, column in ((CLOSE, "closes_at"), (RETURN, "postponed_until"), (REMIND, "remind_at")):
        due = Ticket.objects.filter(**{f"{column}__lt": before}, deleted_at=None).order_by(column)
        found += [(timer, pk) for pk in due.values_list("pk", flat=True)[:500]]
    return found


def _arm(row: Ticket, timer: str, before: datetime | None, after: datetime | None) -> None:
    if after is not None:
        arm(timer, row.pk, after)
    elif before is not None:
        cancel_timer(f"{timer}:{row.pk}")
