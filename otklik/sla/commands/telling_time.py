"""Warnings and breaches: each is told once in a run of its clock, at its moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.inserting import rewrite
from otklik.core.models import Event
from otklik.core.timers import cancel_timer, set_timer
from otklik.sla.clocks import PERCENT, Mode
from otklik.sla.events import SLA_BREACHED, SLA_WARNED, TOLD
from otklik.sla.models import Clock
from otklik.sla.moments import data_of, is_told_before, next_moment, to_tell
from otklik.tickets.commands.locking import locked_if_there
from otklik.tickets.models import Ticket

RING = "sla.ring_due"
"""The name of the timer; its function stands in `sla.timers`."""


@transaction.atomic
def ring(ticket_id: int) -> None:
    """Tell what a ticket's clocks have reached: `sla.warned` at each share that is set, `sla.breached`.

    What was told is kept with the clock in the same transaction: whoever rings again, after a kill or when
    the machine's time was set back, tells nothing twice. Nothing for deleted tickets.
    """
    row = locked_if_there(ticket_id)
    if row is None:
        return
    now = clock.now()
    clocks = list(Clock.objects.filter(ticket=row, mode=Mode.RUNS))
    for one in clocks:
        _tell(row, one, now)
    arm(row.pk, clocks, now)


def arm(ticket_id: int, clocks: Iterable[Clock], now: datetime) -> None:
    """Have the ticket's timer ring at the next thing to tell; take it away when there is none."""
    moments = [moment for one in clocks if (moment := next_moment(one)) is not None]
    key = f"{RING}:{ticket_id}"
    if moments:
        set_timer(key, RING, max(min(moments), now), {"ticket": ticket_id})
    else:
        cancel_timer(key)


def _tell(ticket: Ticket, row: Clock, now: datetime) -> None:
    """At most one event: a breach says more than the warning that was missed before it."""
    percent = to_tell(row, now)
    if not percent:
        return
    is_known = is_told_before(row, percent, _told_of(row.ticket_id))
    row.warned = percent
    if percent >= PERCENT:
        row.breached_at = row.due_at
    rewrite(row, ("warned", "breached_at"))
    if is_known:
        return
    data = data_of(row, percent)
    kind = SLA_BREACHED if percent >= PERCENT else SLA_WARNED
    record(kind, SYSTEM, Subject("ticket", ticket.pk, ticket.pk), data=data)


def _told_of(ticket_id: int) -> Iterable[Mapping[str, object]]:
    """What was told of a ticket's deadlines."""
    told = Event.objects.filter(ticket_id=ticket_id, kind__in=TOLD)
    return told.values_list("data", flat=True)
