"""The durable queue: claiming rows, acknowledging them with their effect, planning retries.

A row belongs to whoever holds its `lease`, until `leased_until`. Nobody is asked whether they still live:
a lease that ran out is simply taken over. What keeps an effect from happening twice is `acknowledge`, the
last statement of the effect's own transaction: it deletes the row only under the lease it was claimed with,
and when another worker has taken the row over it raises `LeaseLost`, which rolls the effect back.

Order of locks: domain rows first, the queue's row last. Claiming and prolonging never wait for a lock.
See docs/decisions/0005-durable-queue.md.
"""

from __future__ import annotations

import random
import threading
import traceback
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet

from otklik.core import clock, reacting, retrying
from otklik.core.actors import SYSTEM
from otklik.core.circumstances import caused_by
from otklik.core.events import Audience, Subject, declare, record
from otklik.core.models.event import Event
from otklik.core.models.job import Job
from otklik.core.prepared import Prepared, Rows, Whole, filled

ERROR_LENGTH = 4000
CRASHED = "The worker ended while it was doing this."

REACTION_DIED = declare("reaction.died", audience=Audience.ADMIN)
"""A job was given up: `data.reaction`, `data.job`, `data.error` (the kind of error, no personal text)."""


class LeaseLost(Exception):
    """Another worker has the row now, or it was cancelled: whatever was done for it must not count."""


class NotYet(Exception):
    """Raised by a reaction that cannot go now and has not failed: a rate limit, an unsent predecessor."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"not before {after}")
        self.after = after


@dataclass
class Running:
    """The job this thread is doing, and whether its row is already gone from the queue."""

    job: Job
    acknowledged: bool = False


_JOB, _EVENT = Whole(Job), Whole(Event)
_FRESH, _TRIED, _EVENTS = Prepared(_JOB.row), Prepared(_JOB.row), Prepared(_EVENT.row)
_writer = threading.RLock()
_chance = random.SystemRandom()
_running: ContextVar[Running | None] = ContextVar("otklik_running_job", default=None)


def sole_writer() -> AbstractContextManager[object]:
    """On SQLite: one writing thread of this process at a time, so that the others wait without sleeping.

    SQLite lets who finds the database locked sleep ever longer; a lock of our own hands over at once.
    """
    return _writer if connection.vendor == "sqlite" else nullcontext()


def claim_fresh(lane: str, *, limit: int, lease: timedelta) -> list[Job]:
    """Take up to `limit` due jobs nobody has tried yet, oldest first. May be called by any number at once."""
    with sole_writer(), transaction.atomic():
        jobs = _FRESH.rows(partial(_fresh, limit), lane, clock.now(), shape=limit)
        if jobs:
            _lease(jobs, lease)
            Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
                lease=jobs[0].lease, leased_until=jobs[0].leased_until
            )
    return _with_events(jobs)


def claim_tried(lane: str, *, lease: timedelta) -> list[Job]:
    """Take one due job that failed before, or whose worker vanished; the latter counts as a failure.

    One at a time: should it be this job that kills workers, no other is counted with it.
    """
    with sole_writer(), transaction.atomic():
        jobs = _TRIED.rows(_tried, lane, clock.now())
        for job in jobs:
            if job.lease is not None:
                job.attempts += 1
                job.error = CRASHED
            _lease([job], lease)
            job.save(update_fields=["lease", "leased_until", "attempts", "error"])
    return _with_events(jobs)


def due_lanes(lanes: Sequence[str]) -> list[str]:
    """Those of the lanes in which something can be claimed now. One query, whatever their number."""
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    # The earliest of each index, not EXISTS: PostgreSQL answers that by reading the whole table
    # when many timers of the lane are still to come.
    is_due = (
        "(SELECT run_at FROM core_job WHERE lane = %s AND dead_at IS NULL"
        " AND leased_until IS NULL ORDER BY run_at LIMIT 1) <= %s"
        " OR (SELECT leased_until FROM core_job WHERE lane = %s AND dead_at IS NULL"
        " AND leased_until IS NOT NULL ORDER BY leased_until LIMIT 1) <= %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([is_due] * len(lanes))}",
            [value for lane in lanes for value in (lane, moment, lane, moment)],
        )
        return [lane for lane, due in zip(lanes, cursor.fetchone(), strict=True) if due]


@contextmanager
def doing(job: Job) -> Iterator[Running]:
    """Mark the job as this thread's own, so that it may set or cancel its own timer."""
    running = Running(job)
    token = _running.set(running)
    try:
        yield running
    finally:
        _running.reset(token)


def own(key: str) -> Running | None:
    """The running job when it is the timer of this key."""
    running = _running.get()
    return running if running is not None and running.job.key == key else None


def acknowledge(running: Running) -> None:
    """Delete the row: the last statement of the effect's transaction. `LeaseLost` when it is not ours."""
    if running.acknowledged:
        return
    deleted, _ = Job.objects.filter(pk=running.job.pk, lease=running.job.lease).delete()
    if not deleted:
        raise LeaseLost(str(running.job))
    running.acknowledged = True


def fail(job: Job, error: BaseException, *, limit: int) -> None:
    """Keep the row for another try after a pause, or for ever (dead) when this was failure number `limit`."""
    attempts = job.attempts + 1
    text = "".join(traceback.format_exception(error))[-ERROR_LENGTH:]
    if attempts >= limit:
        bury(job, attempts, text, type(error).__name__)
        return
    again = clock.now() + retrying.pause(attempts, _chance.random())
    _mine(job).update(lease=None, leased_until=again, attempts=attempts, error=text)


def bury(job: Job, attempts: int, text: str, kind: str) -> None:
    """Give the job up: it stays for an administrator. Writes `reaction.died`."""
    with transaction.atomic():
        died = _mine(job).update(
            lease=None, leased_until=None, attempts=attempts, error=text, dead_at=clock.now()
        )
        if died:
            _tell_death(job, kind)


def postpone(job: Job, after: timedelta) -> None:
    """Put the row back until later without counting a failure."""
    again = clock.now() + after
    _mine(job).update(lease=None, leased_until=again)


def release(jobs: Iterable[Job]) -> None:
    """Put back what was claimed and not begun, as if it had never been touched."""
    for lease, ids in _by_lease(jobs).items():
        mine = Job.objects.filter(pk__in=ids, lease=lease)
        mine.filter(attempts=0).update(lease=None, leased_until=None)
        mine.filter(attempts__gt=0).update(lease=None, leased_until=clock.now())


def extend(jobs: Iterable[Job], lease: timedelta) -> None:
    """Prolong the leases of jobs that take long. Rows being acknowledged at this moment are passed over."""
    until = clock.now() + lease
    for token, ids in _by_lease(jobs).items():
        with transaction.atomic():
            mine = Job.objects.filter(pk__in=ids, lease=token).select_for_update(skip_locked=True)
            Job.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(leased_until=until)


def adopt() -> int:
    """Move jobs of lanes that no longer exist into the ordinary one, so that none waits for ever."""
    strangers = Job.objects.filter(dead_at__isnull=True).exclude(lane__in=list(reacting.lanes()))
    return strangers.update(lane=reacting.DEFAULT_LANE)


def _fresh(limit: int, lane: str, moment: datetime) -> Rows:
    due = Job.objects.filter(lane=lane, dead_at__isnull=True, leased_until__isnull=True, run_at__lte=moment)
    return _locked(due.order_by("run_at", "id"), limit)


def _tried(lane: str, moment: datetime) -> Rows:
    due = Job.objects.filter(lane=lane, dead_at__isnull=True, leased_until__lte=moment)
    return _locked(due.order_by("leased_until", "id"), 1)


def _locked(due: QuerySet[Job], limit: int) -> Rows:
    """SKIP LOCKED on PostgreSQL; SQLite's transaction is IMMEDIATE and therefore alone."""
    return due.select_for_update(skip_locked=True).values_list(*_JOB.columns)[:limit]


def _named(*events: int) -> Rows:
    return Event.objects.filter(pk__in=events).values_list(*_EVENT.columns)


def _lease(jobs: Sequence[Job], lease: timedelta) -> None:
    token, until = uuid.uuid4(), clock.now() + lease
    for job in jobs:
        job.lease, job.leased_until = token, until


def _with_events(jobs: list[Job]) -> list[Job]:
    """Fill in the events of a batch by one query instead of one a job."""
    wanted = {job.event_id for job in jobs if job.event_id is not None}
    asked = filled(sorted(wanted))
    events = {event.pk: event for event in _EVENTS.rows(_named, *asked, shape=len(asked))} if asked else {}
    for job in jobs:
        event = events.get(job.event_id or 0)
        if event is not None:
            job.event = event
    return jobs


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease=job.lease)


def _by_lease(jobs: Iterable[Job]) -> dict[uuid.UUID | None, list[int]]:
    grouped: dict[uuid.UUID | None, list[int]] = {}
    for job in jobs:
        grouped.setdefault(job.lease, []).append(job.pk)
    return grouped


def _tell_death(job: Job, kind: str) -> None:
    data = {"reaction": job.reaction, "job": job.pk, "error": kind}
    event = Event.objects.filter(pk=job.event_id).first() if job.event_id else None
    if event is None:
        record(REACTION_DIED, SYSTEM, Subject("job", job.pk), data=data)
        return
    with caused_by(event):
        record(
            REACTION_DIED, SYSTEM, Subject(event.subject_kind, event.subject_id, event.ticket_id), data=data
        )
