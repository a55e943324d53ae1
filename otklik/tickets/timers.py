"""Timed work of tickets."""

from __future__ import annotations

from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.tickets.commands import release_reply


@timer(lane="default")
def release_scheduled(job: Job) -> None:
    """A held reply's time has come."""
    release_reply(int(job.payload["message"]), str(job.payload["status"]))
