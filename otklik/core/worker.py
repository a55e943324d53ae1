"""The worker process: threads that do jobs, lane by lane, until told to stop.

Every lane has threads of its own, so a slow one (mail, webhooks) never holds up another. The main thread
looks a few times a second which lanes have something due and wakes them; a keeper prolongs leases, gives
back what waits behind a slow job, and says that the worker lives; sweepers do the periodic work.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType

from django.db import InterfaceError, OperationalError, connection, connections

from otklik.core import backlog, performing, queue, reacting, small, sweeping
from otklik.core.hand import Hand
from otklik.core.models.job import Job

log = logging.getLogger(__name__)
DATABASE_GONE = (OperationalError, InterfaceError, performing.ConnectionLost)


@dataclass(frozen=True)
class Pace:
    """How quickly things happen; proofs and tests shorten it."""

    lease: timedelta = timedelta(seconds=60)
    poll: float = 0.2  # seconds between two looks for due work
    batch: int = 16  # jobs claimed at once by a thread
    slow: float = 1.0  # seconds after which a job no longer keeps others waiting in its thread's hand
    alive: float = 10.0  # seconds between two signs of life
    sweep: float = 5.0  # seconds between two looks for due sweeps
    stop: float = 60.0  # seconds a running job may take to finish when the worker is told to stop


class Failed(Exception):
    """`drain` met a job that failed; its error is the cause."""


def run(
    concurrency: int = 1,
    lanes: Sequence[str] | None = None,
    stop: threading.Event | None = None,
    pace: Pace | None = None,
) -> None:
    """Work until `stop` is set (without one: until SIGTERM or SIGINT); running jobs are finished first.

    `concurrency` is the number of threads of the ordinary lane; every other lane has half as many, one at
    least. Any number of workers may run on any number of machines. A lost database is waited for.
    """
    chosen = tuple(lanes) if lanes is not None else tuple(sorted(reacting.lanes()))
    if stop is not None:
        Worker(chosen, concurrency, stop, pace or Pace()).work()
        return
    with _stopped_by_signals() as told:
        Worker(chosen, concurrency, told, pace or Pace()).work()


def drain(lanes: Sequence[str] | None = None, *, failing: bool = False) -> int:
    """For tests and commands: do the jobs that are due, and what follows from them, in this thread.

    The same claim, effect and acknowledgement as in the process. Returns how many jobs were taken. The first
    job that fails raises `Failed`; with `failing=True` it waits for its next try, as in production.
    """
    chosen = tuple(lanes) if lanes is not None else tuple(sorted(reacting.lanes()))
    taken, lease = 0, Pace().lease
    while due := queue.due_lanes(chosen):
        for lane in due:
            for job in queue.claim_fresh(lane, limit=1, lease=lease) or queue.claim_tried(lane, lease=lease):
                taken += 1
                with small.one_version():
                    error = performing.perform(job)
                if error is not None and not failing:
                    raise Failed(f"{job}: {error}") from error
    return taken


class Worker:
    """One process's threads and what they share."""

    def __init__(self, lanes: Sequence[str], concurrency: int, stop: threading.Event, pace: Pace) -> None:
        self._stop = stop
        self._pace = pace
        self._lanes = lanes
        self._name = backlog.worker_name()
        self._wake = {lane: threading.Event() for lane in lanes}
        self._hands: list[Hand] = []
        self._finished = threading.Event()
        self._doers = [self._doer(lane) for lane in lanes for _ in range(self._threads(lane, concurrency))]
        self._keeper = _thread("keeper", self._keep)
        # Two, so that a long sweep does not hold up those that come every minute.
        self._sweepers = [_thread(f"sweeper-{number}", self._sweep) for number in (1, 2)]

    def work(self) -> None:
        """Start the threads, wake them when something is due, end them in order."""
        log.info(
            "worker %s starts", self._name, extra={"lanes": list(self._lanes), "threads": len(self._doers)}
        )
        threads = [*self._doers, self._keeper, *self._sweepers]
        for thread in threads:
            thread.start()
        try:
            self._watch(threads)
        finally:
            self._stop.set()
            self._end()
            connections.close_all()
        log.info("worker %s has ended", self._name)

    def _watch(self, threads: Sequence[threading.Thread]) -> None:
        while not self._stop.wait(self._pace.poll):
            if not all(thread.is_alive() for thread in threads) and not self._stop.is_set():
                # A thread ends only by a fault of this program; the supervisor starts the process anew.
                raise RuntimeError("a thread of the worker has ended")
            with self._surviving():
                for lane in queue.due_lanes(self._lanes):
                    self._wake[lane].set()

    def _end(self) -> None:
        for event in self._wake.values():
            event.set()
        for thread in self._doers:
            thread.join(self._pace.stop)
        self._finished.set()
        self._keeper.join(self._pace.stop)
        for thread in self._sweepers:
            thread.join(1)

    def _doer(self, lane: str) -> threading.Thread:
        hand = Hand()
        self._hands.append(hand)
        return _thread(f"{lane}-{len(self._hands)}", lambda: self._do(lane, hand))

    def _do(self, lane: str, hand: Hand) -> None:
        fresh_first = True
        while not self._stop.is_set():
            with self._surviving():
                # Empty but after the database was lost.
                queue.release(hand.everything())
                hand.clear()
                jobs = self._claim(lane, fresh_first)
                fresh_first = not fresh_first
                hand.take(jobs)
                self._empty(hand)
                if not jobs:
                    self._wake[lane].wait(self._pace.poll * 50)
                    self._wake[lane].clear()
                    connection.close_if_unusable_or_obsolete()

    def _claim(self, lane: str, fresh_first: bool) -> list[Job]:
        """Fresh jobs and such as failed before take turns in being looked for first."""
        limit, lease = self._pace.batch, self._pace.lease
        if fresh_first:
            return queue.claim_fresh(lane, limit=limit, lease=lease) or queue.claim_tried(lane, lease=lease)
        return queue.claim_tried(lane, lease=lease) or queue.claim_fresh(lane, limit=limit, lease=lease)

    def _empty(self, hand: Hand) -> None:
        """Do what the hand holds, under one version of the configuration as long as nothing fails."""
        while hand.is_full and not self._stop.is_set():
            with small.one_version():
                while not self._stop.is_set() and (job := hand.next()) is not None:
                    if performing.perform(job) is not None:
                        break
        hand.done()
        queue.release(hand.give_back())

    def _keep(self) -> None:
        third = self._pace.lease.total_seconds() / 3
        tick = min(self._pace.slow, third)
        until_sign = 0.0
        while not self._finished.wait(tick):
            until_sign -= tick
            with self._surviving():
                for hand in self._hands:
                    queue.release(hand.give_back(if_slower_than=self._pace.slow))
                    queue.extend(hand.to_prolong(third), self._pace.lease)
                if until_sign <= 0:
                    backlog.say_alive(self._name, self._lanes)
                    until_sign = self._pace.alive
        with self._surviving():
            backlog.say_goodbye(self._name)

    def _sweep(self) -> None:
        while not self._stop.wait(self._pace.sweep):
            with self._surviving():
                sweeping.run_due(self._stop)
                connection.close_if_unusable_or_obsolete()

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Outlive a database that is gone or locked: drop the connection, wait, go on."""
        try:
            yield
        except DATABASE_GONE as error:
            log.warning("the database cannot be reached: %s", error, extra={"worker": self._name})
            connection.close()
            self._stop.wait(min(1.0, self._pace.poll * 5))

    def _threads(self, lane: str, concurrency: int) -> int:
        return max(1, concurrency if lane == reacting.DEFAULT_LANE else concurrency // 2)


def _thread(name: str, body: Callable[[], None]) -> threading.Thread:
    """A thread that leaves no connection behind, however it ends."""

    def run_and_close() -> None:
        try:
            body()
        finally:
            connections.close_all()

    return threading.Thread(target=run_and_close, name=name, daemon=True)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; their former handlers come back afterwards."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
