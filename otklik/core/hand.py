"""What one thread of the worker holds: the job it does, and those claimed together with it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence

from otklik.core.models.job import Job


class Hand:
    """Shared between the thread that does the jobs and the keeper that watches over the leases."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Job] = deque()
        self._current: Job | None = None
        self._begun = 0.0
        self._prolonged = 0.0

    @property
    def is_full(self) -> bool:
        """Whether anything waits to be done."""
        return bool(self._waiting)

    def take(self, jobs: Sequence[Job]) -> None:
        """Hold a claimed batch."""
        with self._lock:
            self._waiting.extend(jobs)
            self._prolonged = time.monotonic()

    def next(self) -> Job | None:
        """The next job to do, which is the current one from now on; None when the hand is empty."""
        with self._lock:
            self._current = self._waiting.popleft() if self._waiting else None
            self._begun = time.monotonic()
            return self._current

    def done(self) -> None:
        """Nothing is being done at this moment."""
        with self._lock:
            self._current = None

    def give_back(self, if_slower_than: float = 0.0) -> list[Job]:
        """Take the waiting jobs out of the hand, if the current one has taken longer than this (seconds)."""
        with self._lock:
            if if_slower_than and (self._current is None or time.monotonic() - self._begun < if_slower_than):
                return []
            waiting = list(self._waiting)
            self._waiting.clear()
            return waiting

    def to_prolong(self, after: float) -> list[Job]:
        """What is held, when its leases are older than this (seconds); they count as new from now on."""
        with self._lock:
            if self._current is None or time.monotonic() - self._prolonged < after:
                return []
            self._prolonged = time.monotonic()
            return [self._current, *self._waiting]

    def everything(self) -> list[Job]:
        """The current job and the waiting ones."""
        with self._lock:
            return [*([self._current] if self._current else []), *self._waiting]

    def clear(self) -> None:
        """Hold nothing any more."""
        with self._lock:
            self._current = None
            self._waiting.clear()
