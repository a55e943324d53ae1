"""Timed work of tickets."""

from __future__ import annotations

from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.tickets.commands import close_resolved, release_reply, remind_client, return_postponed


@timer(lane="default")
def release_scheduled(job: Job) -> None:
    """A held reply's time has come."""
    release_reply(int(job.payload["message"]), str(job.payload["status"]))


@timer(lane="default")
def close_due(job: Job) -> None:
    """A done ticket has waited long enough for its client."""
    close_resolved(int(job.payload["ticket"]))


@timer(lane="default")
def return_due(job: Job) -> None:
    """A ticket was postponed until now."""
    return_postponed(int(job.payload["ticket"]))


@timer(lane="default")
def remind_due(job: Job) -> None:
    """A client who was asked has not answered."""
    remind_client(int(job.payload["ticket"]))
