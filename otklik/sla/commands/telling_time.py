"""Warnings and breaches: each is told once in a run of its clock, at its moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.inserting import rewrite
from otklik.core.models import Event
from otklik.core.timers import cancel_timer, set_timer
from otklik.sla.clocks import PERCENT, Mode, moment_of
from otklik.sla.events import SLA_BREACHED, SLA_WARNED
from otklik.sla.models import Clock
from otklik.sla.rows import running
from otklik.sla.settings import shares
from otklik.sla.table import timetable_of
from otklik.tickets.models import Ticket

RING = "sla.ring_due"
"""The name of the timer; its function stands in `sla.timers`."""


@transaction.atomic
def ring(ticket_id: int) -> None:
    """Tell what a ticket's clocks have reached: `sla.warned` at each share that is set, `sla.breached`.

    What was told is kept with the clock in the same transaction: whoever rings again, after a kill or when
    the machine's time was set back, tells nothing twice. Nothing for deleted tickets.
    """
    row = Ticket.objects.select_for_update().filter(pk=ticket_id, deleted_at=None).first()
    if row is None:
        return
    now = clock.now()
    clocks = list(Clock.objects.filter(ticket=row, mode=Mode.RUNS))
    for one in clocks:
        _tell(row, one, now)
    arm(row.pk, clocks, now)


def arm(ticket_id: int, clocks: Iterable[Clock], now: datetime) -> None:
    """Have the ticket's timer ring at the next thing to tell; take it away when there is none."""
    moments = [moment for one in clocks if (moment := _next(one)) is not None]
    key = f"{RING}:{ticket_id}"
    if moments:
        set_timer(key, RING, max(min(moments), now), {"ticket": ticket_id})
    else:
        cancel_timer(key)


def _tell(ticket: Ticket, row: Clock, now: datetime) -> None:
    """At most one event: a breach says more than the warning that was missed before it."""
    reached = [percent for percent in _percents(row) if (m := _moment(row, percent)) and m <= now]
    if not reached:
        return
    percent = max(reached)
    is_known = _is_known(row, percent)
    row.warned = percent
    if percent >= PERCENT:
        row.breached_at = row.due_at
    rewrite(row, ("warned", "breached_at"))
    if is_known:
        return
    due = row.due_at.isoformat() if row.due_at else None
    seconds = int(row.allowance.total_seconds())
    data = {"kind": row.kind, "run": row.run, "percent": percent, "due": due, "allowance": seconds}
    kind = SLA_BREACHED if percent >= PERCENT else SLA_WARNED
    record(kind, SYSTEM, Subject("ticket", ticket.pk, ticket.pk), data=data)


def _is_known(row: Clock, percent: int) -> bool:
    """Whether as much was told in this run of a promise at least as long: a ticket that goes to another rule
    and back is no news. Only a promise that has become longer since is told of again."""
    told = Event.objects.filter(ticket_id=row.ticket_id, kind__in=(SLA_WARNED.name, SLA_BREACHED.name))
    return any(
        (data["kind"], data["run"]) == (row.kind, row.run)
        and data["percent"] >= percent
        and data.get("allowance", 0) >= row.allowance.total_seconds()
        for data in told.values_list("data", flat=True)
    )


def _next(row: Clock) -> datetime | None:
    moments = (_moment(row, percent) for percent in _percents(row))
    return min((moment for moment in moments if moment), default=None)


def _percents(row: Clock) -> list[int]:
    """What is still to be told of this run, in per cent of its time."""
    return [percent for percent in (*shares(), PERCENT) if row.warned < percent]


def _moment(row: Clock, percent: int) -> datetime | None:
    """When the share is used; for one that was used before the clock last began to run: that beginning."""
    if row.mode != Mode.RUNS:
        return None
    state = running(row)
    if percent >= PERCENT:
        return row.due_at
    if state.used * PERCENT > row.allowance * percent:
        return row.since
    return moment_of(state, timetable_of(state.terms), percent)
