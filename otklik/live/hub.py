"""One process's listeners, and the thread that reads the end of the event table for all of them.

The thread runs only while somebody listens and holds the one database connection of live updates. What it
finds goes to the event loop, which alone touches listeners: no locks.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection
from prometheus_client import Gauge

from otklik.core import clock, small
from otklik.core.tail import Tail
from otklik.live.reading import Happening, happenings, place_before
from otklik.people.actor import Actor

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
"""Seconds between two looks for new events."""
BATCH = 200
LINGER = 10.0
"""Seconds the thread goes on without listeners: people change pages."""
REPLAYED = timedelta(seconds=3)
"""What a page may have missed between its rendering and its stream."""
STARTS_BACK = timedelta(seconds=5)
MOST_WAITING = 500
PER_USER = 20
IN_ALL = 5000

LISTENERS = Gauge("otklik_live_listeners", "Open event streams", multiprocess_mode="livesum")


@dataclass(frozen=True)
class Batch:
    """What one look has found, under which configuration, and how far it has read."""

    happenings: Sequence[Happening]
    token: UUID
    position: int


class Listener:
    """One open stream: who hears, and what waits to be sent."""

    def __init__(self, actor: Actor, after: int | None) -> None:
        self.actor = actor
        self.after = after or 0  # what this listener has heard already, perhaps from another process
        self.is_stale = False  # the configuration has changed: ask again who this is before telling more
        self.has_overflown = False
        self.has_ended = False
        self._waiting: list[Happening] = []
        self._wake = asyncio.Event()

    def offer(self, found: Sequence[Happening]) -> None:
        """Keep what may be for this listener. Who does not read what is sent loses it and is told so."""
        new = (one for one in found if one.id > self.after)
        mine = [one for one in new if self.is_stale or one.told_to(self.actor)]
        if not mine:
            return
        if len(self._waiting) + len(mine) > MOST_WAITING:
            self.lose()
        else:
            self._waiting += mine
            self._wake.set()

    def lose(self) -> None:
        """What waits is lost, and the listener is to be told so."""
        self._waiting.clear()
        self.has_overflown = True
        self._wake.set()

    def end(self) -> None:
        """Let the stream end."""
        self.has_ended = True
        self._wake.set()

    async def wait(self, seconds: float) -> None:
        """Until something waits, the stream shall end, or the time is over."""
        if not self._wake.is_set():
            try:
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
            except TimeoutError:
                return
        self._wake.clear()

    def take(self) -> list[Happening]:
        """What waits; it waits no longer."""
        taken, self._waiting = self._waiting, []
        return taken


class Hub:
    """All listeners of this process. Used in the event loop's thread only."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._by_user: Counter[int | None] = Counter()
        self._reader: Reader | None = None
        self.token: UUID | None = None
        self._farewell: asyncio.TimerHandle | None = None
        self.position = 0
        self._recent: deque[Happening] = deque(maxlen=BATCH)

    def is_full(self, actor: Actor) -> bool:
        """Whether one more stream for this person would be too many."""
        return len(self._listeners) >= IN_ALL or self._by_user[actor.user_id] >= PER_USER

    async def ready(self) -> None:
        """Until the end of the table is known."""
        if self._farewell is not None:
            self._farewell.cancel()
            self._farewell = None
        if self._reader is None:
            self._reader = Reader(self, asyncio.get_running_loop())
            self._reader.start()
        await self._reader.is_ready.wait()

    def attach(self, listener: Listener) -> None:
        """From now on the listener hears everything after `position`."""
        self._listeners.add(listener)
        self._by_user[listener.actor.user_id] += 1
        LISTENERS.set(len(self._listeners))

    def detach(self, listener: Listener) -> None:
        """The stream has ended. The last one lets the thread end some seconds later."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        self._by_user -= Counter([listener.actor.user_id])
        LISTENERS.set(len(self._listeners))
        if not self._listeners and self._farewell is None:
            self._farewell = asyncio.get_running_loop().call_later(LINGER, self._rest)

    def recent(self) -> list[Happening]:
        """What happened in the last seconds, for a page that has just been rendered."""
        since = clock.now() - REPLAYED
        return [happening for happening in self._recent if happening.at >= since]

    def deliver(self, reader: Reader, batch: Batch) -> None:
        """Called in the event loop with what the thread has found."""
        if reader is not self._reader:
            return
        if self.token not in (None, batch.token):
            for listener in self._listeners:
                listener.is_stale = True
        self.token = batch.token
        self.position = batch.position
        self._recent.extend(batch.happenings)
        for listener in self._listeners:
            listener.offer(batch.happenings)
        reader.is_ready.set()

    def admit_loss(self) -> None:
        """Events could not be told: everybody loads again what they show."""
        for listener in self._listeners:
            listener.lose()

    def _rest(self) -> None:
        self._farewell = None
        if self._reader is not None and not self._listeners:
            self._reader.stop()
            self._reader = None
            self._recent.clear()


class Reader:
    """The thread that looks for new events."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub = hub
        self._loop = loop
        self._stopping = threading.Event()
        self.is_ready = asyncio.Event()

    def start(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._run, name="live", daemon=True).start()

    def stop(self) -> None:
        """End after the present look."""
        self._stopping.set()

    def _run(self) -> None:
        tail: Tail | None = None
        while not self._stopping.is_set():
            try:
                tail = tail or Tail(after=place_before(STARTS_BACK, BATCH))
                self._look(tail)
            except (DatabaseError, InterfaceError) as error:
                # The database is away; the place in the stream is not lost.
                log.warning("live updates wait for the database: %s", error)
                connection.close()
            except Exception:  # a fault of ours in one batch must not silence the stream for good
                log.exception("live updates lost a batch")
                self._loop.call_soon_threadsafe(self._hub.admit_loss)
            self._stopping.wait(LOOK_EVERY)
        connection.close()

    def _look(self, tail: Tail) -> None:
        is_first = not self.is_ready.is_set()
        while (events := tail.next(BATCH)) or is_first:
            is_first = False
            with small.one_version():
                batch = Batch(happenings(events), small.current_token(), tail.position)
            self._loop.call_soon_threadsafe(self._hub.deliver, self, batch)
