"""Reading events "since id N" without ever missing one.

On PostgreSQL an id is drawn before its transaction commits, so a smaller id may appear after a greater one:
a reader who remembers "seen up to 7" would never see a 6 that commits late. But whoever has drawn an id
holds a lock on the table of events until it ends. So when an id is missing below one that is visible, the
reader notes which transactions hold that lock at that moment, and stops below the gap until all of them
have ended; what is missing then was rolled back and never comes. On SQLite there is one writer, ids appear
in order, and gaps mean nothing.

Not for a read replica: it shows no locks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from otklik.core.models.event import Event

WINDOW = 10_000
"""A reader that begins "now" looks for ids still to come among this many last ones."""

_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'core_event'::regclass AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND pid <> pg_backend_pid()
"""


@dataclass
class _Gap:
    """Ids missing up to `until`, and the transactions one of which may still bring them."""

    until: int
    writers: frozenset[str]


class Tail:
    """Events after `after`, in the order of their ids; `None`: from now on. Each is given once."""

    def __init__(self, after: int | None) -> None:
        self.position = after or 0
        self._settled = 0  # an id missing up to here never comes
        self._gap: _Gap | None = None
        self._known: frozenset[int] = frozenset()  # what was there before "now"
        if after is None:
            self._begin_now()

    def next(self, limit: int) -> list[Event]:
        """Up to `limit` events that come next; empty when there is none, or none is safe to give yet.

        `position` is then the id of the last one: another reader may continue there.
        """
        while True:
            events = list(Event.objects.filter(pk__gt=self.position).order_by("pk")[:limit])
            safe = events[: self._contiguous(events)]
            if len(safe) < len(events) and self._is_settled(events[-1].pk):
                continue  # what came in between is there now
            if not safe:
                return []
            self.position = safe[-1].pk
            fresh = [event for event in safe if event.pk not in self._known]
            if fresh:
                return fresh

    def _begin_now(self) -> None:
        last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        writers = _writers()
        self.position = last
        if not writers:
            return
        window = Event.objects.filter(pk__gt=last - WINDOW, pk__lte=last)
        there = frozenset(window.values_list("pk", flat=True))
        missing = [number for number in range(max(1, last - WINDOW + 1), last) if number not in there]
        if missing:
            self.position = missing[0] - 1
            self._known = there
            self._gap = _Gap(last, writers)

    def _contiguous(self, events: Sequence[Event]) -> int:
        """How many of them stand below the first id that may still come."""
        if connection.vendor != "postgresql":
            return len(events)
        expected = self.position + 1
        for count, event in enumerate(events):
            if event.pk > max(expected, self._settled + 1):
                return count
            expected = event.pk + 1
        return len(events)

    def _is_settled(self, until: int) -> bool:
        """Whether everybody who may bring an id missing up to `until` has ended, as far as we know them."""
        writers = _writers()
        if self._gap is None:
            self._gap = _Gap(until, writers)
        self._gap.writers &= writers
        if self._gap.writers:
            return False
        self._settled = self._gap.until
        self._gap = None
        return True


def _writers() -> frozenset[str]:
    """The transactions, other than our own, that may have drawn an id and not ended."""
    if connection.vendor != "postgresql":
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return frozenset(row[0] for row in cursor.fetchall())
