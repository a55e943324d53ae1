"""Jobs that were given up: listed for an administrator, run again, or dropped.

Whether the actor may do this is the interface's question to the roles; this package knows none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, paging
from otklik.core.actors import ActorRef
from otklik.core.errors import NotFound
from otklik.core.events import Audience, Subject, declare, record
from otklik.core.models.job import Job
from otklik.core.paging import Order, Page

JOB_RERUN = declare("job.rerun", audience=Audience.ADMIN)
JOB_DROPPED = declare("job.dropped", audience=Audience.ADMIN)

_ORDER = (Order("dead_at", descending=True), Order("id", descending=True))


@dataclass(frozen=True, slots=True)
class DeadJob:
    """What an administrator sees of a job that was given up."""

    id: int
    reaction: str
    event_id: int | None
    key: str | None
    lane: str
    attempts: int
    error: str
    created_at: datetime
    dead_at: datetime


def dead_jobs(after: str = "", limit: int = 50) -> Page[DeadJob]:
    """Jobs that were given up, the newest first, by cursor. For administrators."""
    rows = Job.objects.filter(dead_at__isnull=False).order_by(*(column.expression for column in _ORDER))
    if after:
        rows = rows.filter(paging.behind(_ORDER, after))
    found = [_seen(job) for job in rows[: limit + 1]]
    shown = found[:limit]
    more = len(found) > limit
    return Page(shown, paging.encode([shown[-1].dead_at, shown[-1].id]) if more else None)


def dead_number(at_most: int = 100) -> int:
    """How many were given up, counted so far. For administrators."""
    return Job.objects.filter(dead_at__isnull=False).order_by()[:at_most].count()


@transaction.atomic
def rerun(actor: ActorRef, job_id: int) -> None:
    """Have a dead job tried again from the beginning. For administrators. Writes `job.rerun`."""
    job = _dead(job_id)
    job.dead_at = None
    job.attempts = 0
    job.leased_until = None
    job.run_at = clock.now()
    job.save(update_fields=["dead_at", "attempts", "leased_until", "run_at"])
    record(JOB_RERUN, actor, Subject("job", job.pk), data={"reaction": job.reaction, "event": job.event_id})


@transaction.atomic
def drop(actor: ActorRef, job_id: int) -> None:
    """Give a dead job up for good. For administrators. Writes `job.dropped`."""
    job = _dead(job_id)
    record(JOB_DROPPED, actor, Subject("job", job.pk), data={"reaction": job.reaction, "event": job.event_id})
    job.delete()


def _dead(job_id: int) -> Job:
    job = Job.objects.select_for_update().filter(pk=job_id, dead_at__isnull=False).first()
    if job is None:
        raise NotFound(_("This job is no longer among those given up."))
    return job


def _seen(job: Job) -> DeadJob:
    return DeadJob(
        job.pk,
        job.reaction,
        job.event_id,
        job.key,
        job.lane,
        job.attempts,
        job.error,
        job.created_at,
        job.dead_at or job.created_at,
    )
