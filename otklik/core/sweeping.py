"""Periodic work without a leader: whoever's conditional update moves `next_run` has the sweep this time.

A sweep is a function that may be interrupted at any point and, rarely, run twice at once: it works in small
transactions and repeats nothing that is already done. The list of sweeps is given by `install`.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.core import clock, small
from otklik.core.failpoints import hit
from otklik.core.models.job import Sweep
from otklik.core.performing import is_connection_lost

log = logging.getLogger(__name__)
RETRY = timedelta(minutes=10)


@dataclass(frozen=True)
class Periodic:
    """A sweep: its name in the database, how often it runs, and what it does."""

    name: str
    every: timedelta
    function: Callable[[], object]


_installed: dict[str, Periodic] = {}


def install(sweeps: Sequence[Periodic]) -> None:
    """Make the sweeps known to this process. Two of one name are refused."""
    named = {sweep.name: sweep for sweep in sweeps}
    if len(named) != len(sweeps):
        raise ValueError("two sweeps have one name")
    _installed.clear()
    _installed.update(named)


def installed() -> tuple[Periodic, ...]:
    """Every known sweep."""
    return tuple(_installed.values())


def run_due(stop: threading.Event | None = None) -> list[str]:
    """Run what is due and not being run elsewhere; the names. One that fails is tried again in 10 minutes."""
    _announce()
    moment = clock.now()
    due = Sweep.objects.filter(next_run__lte=moment, name__in=_installed).order_by("next_run")
    done = []
    for name in list(due.values_list("name", flat=True)):
        if stop is not None and stop.is_set():
            break
        if _claimed(_installed[name], moment):
            _run(_installed[name], moment)
            done.append(name)
    return done


def _announce() -> None:
    """Write rows for sweeps the database does not know yet; they are due at once."""
    known = set(Sweep.objects.filter(name__in=_installed).values_list("name", flat=True))
    fresh = [Sweep(name=name, next_run=clock.now()) for name in _installed if name not in known]
    if fresh:
        Sweep.objects.bulk_create(fresh, ignore_conflicts=True)


def _claimed(sweep: Periodic, moment: datetime) -> bool:
    """Whether it is ours. Should this process die over it, another takes it up after the retry time."""
    again = moment + min(sweep.every, RETRY)
    mine = Sweep.objects.filter(name=sweep.name, next_run__lte=moment).update(next_run=again)
    hit("sweep.after_claim")
    return bool(mine)


def _run(sweep: Periodic, moment: datetime) -> None:
    try:
        with small.one_version():
            result = sweep.function()
    except Exception as error:  # one broken sweep must not keep the others from running
        if is_connection_lost(error):
            raise
        log.warning("sweep %s failed", sweep.name, exc_info=error, extra={"sweep": sweep.name})
        text = "".join(traceback.format_exception(error))[-4000:]
        Sweep.objects.filter(name=sweep.name).update(last_error=text)
        return
    log.info("sweep %s: %s", sweep.name, result, extra={"sweep": sweep.name})
    hit("sweep.before_done")
    again = moment + sweep.every
    Sweep.objects.filter(name=sweep.name).update(next_run=again, last_run=moment, last_error="")
