"""Timers: work of the queue that has a time and a key instead of an event.

Lock the domain's rows before setting or cancelling a timer: the worker takes them in that order too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from otklik.core import clock, queue, reacting
from otklik.core.inserting import insert_or_renew
from otklik.core.models.job import Job

_RENEWED = (
    "reaction", "payload", "lane", "run_at", "created_at",
    "lease", "leased_until", "attempts", "error", "dead_at",
)  # fmt: skip


def set_timer(key: str, reaction: str, run_at: datetime, payload: Mapping[str, object] | None = None) -> None:
    """Have `reaction` (its name in the table of timers) run at `run_at`; a timer of this key is replaced.

    In the caller's transaction. A worker that is just doing the replaced one loses its lease, so its effect
    does not count. A timer that sets itself again first acknowledges its present run. ValueError for a
    reaction nobody declared.
    """
    entry = reacting.find(reaction)
    if entry is None:
        raise ValueError(f"no reaction is called {reaction}")
    own = queue.own(key)
    if own is not None:
        queue.acknowledge(own)
    row = Job(
        key=key,
        reaction=reaction,
        payload=dict(payload or {}),
        lane=entry.lane,
        run_at=run_at,
        created_at=clock.now(),
    )
    insert_or_renew(row, "key", _RENEWED)


def cancel_timer(key: str) -> bool:
    """Take the timer away; whether there was one. Its own reaction may call this: it is then simply done."""
    own = queue.own(key)
    if own is not None:
        queue.acknowledge(own)
        return True
    deleted, _ = Job.objects.filter(key=key).delete()
    return bool(deleted)


def timer_at(key: str) -> datetime | None:
    """When the timer of this key runs; None when there is none."""
    return Job.objects.filter(key=key, dead_at__isnull=True).values_list("run_at", flat=True).first()


def payload_of(key: str) -> Mapping[str, object]:
    """What the timer of this key was given; empty when there is none."""
    found = Job.objects.filter(key=key).values_list("payload", flat=True).first()
    return found or {}
