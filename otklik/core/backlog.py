"""How the queue stands, for /metrics, /readyz and the doctor; and which workers live."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from otklik.core import clock
from otklik.core.models.job import Job, WorkerSeen

LATELY = timedelta(seconds=45)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """`due`: could run now; `running`: leased; `retrying`: failed, waits for another try; lag in seconds."""

    due: int
    running: int
    retrying: int
    lag: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The queue at a moment: by lane, dead jobs, timers to come, workers seen lately."""

    lanes: dict[str, LaneFigures]
    dead: int
    timers: int
    workers: int


def figures() -> Figures:
    """Depth and lag of every lane with anything in it. Counts rows: for a scrape now and then, not a page."""
    moment = clock.now()
    rows = (
        Job.objects.filter(Q(run_at__lte=moment) | Q(leased_until__isnull=False), dead_at__isnull=True)
        .values_list("lane")
        .annotate(
            due=Count("pk", filter=Q(leased_until__isnull=True) | Q(leased_until__lte=moment)),
            running=Count("pk", filter=Q(lease__isnull=False, leased_until__gt=moment)),
            retrying=Count("pk", filter=Q(lease__isnull=True, leased_until__gt=moment)),
            oldest=Min("run_at", filter=Q(leased_until__isnull=True)),
        )
        .order_by("lane")
    )
    lanes = {
        lane: LaneFigures(due, running, retrying, _lag(oldest, moment))
        for lane, due, running, retrying, oldest in rows
    }
    dead = Job.objects.filter(dead_at__isnull=False).count()
    timers = Job.objects.filter(dead_at__isnull=True, leased_until__isnull=True, run_at__gt=moment).count()
    return Figures(lanes, dead, timers, workers_seen())


def workers_seen(within: timedelta = LATELY) -> int:
    """How many worker processes said lately that they live."""
    return WorkerSeen.objects.filter(seen_at__gte=clock.now() - within).count()


def worker_name() -> str:
    """A name for this process that no other has, before or after: host, process id, chance."""
    return f"{platform.node()[:100]}:{os.getpid()}:{secrets.token_hex(4)}"


def say_alive(name: str, lanes: Sequence[str]) -> None:
    """Note that the worker lives. Called every few seconds."""
    moment = clock.now()
    WorkerSeen.objects.update_or_create(
        name=name,
        defaults={"seen_at": moment, "lanes": list(lanes)},
        create_defaults={"seen_at": moment, "lanes": list(lanes), "started_at": moment},
    )


def say_goodbye(name: str) -> None:
    """Note that the worker has ended in order."""
    WorkerSeen.objects.filter(name=name).delete()


def forget_workers() -> int:
    """Drop what killed workers left behind a day ago; how many. A sweep calls it."""
    return WorkerSeen.objects.filter(seen_at__lt=clock.now() - FORGOTTEN).delete()[0]


def _lag(oldest: datetime | None, moment: datetime) -> float:
    return max(0.0, (moment - oldest).total_seconds()) if oldest else 0.0
