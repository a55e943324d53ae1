"""Timed work of deadlines."""

from __future__ import annotations

from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.sla.commands import ring


@timer(lane="default")
def ring_due(job: Job) -> None:
    """A clock of a ticket has something to tell."""
    ring(int(job.payload["ticket"]))
