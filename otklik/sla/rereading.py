"""When SLA rules or calendars change, open tickets are read again, some at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from otklik.core import clock
from otklik.core.models import Event, Job
from otklik.core.reacting import later, timer
from otklik.core.timers import set_timer
from otklik.sla.clocks import Mode
from otklik.sla.commands import reread
from otklik.sla.models import Clock
from otklik.sla.table import sla_rules
from otklik.tickets.commands.locking import for_change
from otklik.tickets.models import Ticket

AT_ONCE = 20
"""Tickets of one transaction, which stay locked until its end: a second at most, as people work on them."""
NEXT = "sla.reread_next"
"""The name of the timer: `reread_next`."""


def _is_counted(_event: Event) -> bool:
    """Whether anything is promised, or is still counted by a rule that was the last one."""
    open_to = Ticket.objects.filter(is_open=True, deleted_at=None)
    return bool(sla_rules()) or Clock.objects.filter(ticket__in=open_to).exclude(mode=Mode.STOPPED).exists()


@later(lane="default", wanted=_is_counted)
def reread_open(_event: Event) -> None:
    """Begin again with the ticket that nobody has touched for the longest time; two changes are one round."""
    set_timer(NEXT, NEXT, clock.now())


@timer(lane="default")
def reread_next(job: Job) -> None:
    """The next tickets, each carried over to the rule that now holds for it; then a timer for those behind.

    In the order of their last change: what changes meanwhile moves to the end and is read there.
    """
    rows = list(_behind(job.payload)[:AT_ONCE])
    for row in rows:
        reread(row, clock.now())
    if len(rows) == AT_ONCE:
        last = rows[-1]
        set_timer(NEXT, NEXT, clock.now(), {"at": last.updated_at.isoformat(), "id": last.pk})


def _behind(payload: Mapping[str, object]) -> QuerySet[Ticket]:
    found = Ticket.objects.filter(is_open=True, deleted_at=None).order_by("updated_at", "id")
    if "at" in payload:
        at = datetime.fromisoformat(str(payload["at"]))
        found = found.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=payload["id"]))
    return for_change(found.select_related("company", "asset"))
