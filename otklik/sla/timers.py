"""Timed work of deadlines."""

from __future__ import annotations

from datetime import timedelta

from otklik.core.models import Job
from otklik.core.queue import NotYet
from otklik.core.reacting import timer
from otklik.sla.commands import ring
from otklik.tickets.queries.held import is_being_answered

A_MOMENT = timedelta(seconds=2)


@timer(lane="default")
def ring_due(job: Job) -> None:
    """A clock of a ticket has something to tell; not while a reply is about to leave, which may end it: what
    was pressed in time is in time."""
    ticket = int(job.payload["ticket"])
    if is_being_answered(ticket):
        raise NotYet(A_MOMENT)
    ring(ticket)
