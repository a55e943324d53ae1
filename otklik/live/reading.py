"""From the table of events to what somebody may hear of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from otklik.core import clock
from otklik.core.events import Audience
from otklik.core.models import Event
from otklik.core.tail import Tail
from otklik.live.wire import HELLO, RESET, Told
from otklik.people.actor import Actor
from otklik.tickets.readership import Readership, readerships

MOST_MISSED = 500
"""Events a returning listener is told one by one; after more it is told to load everything again."""

_WHOLE_TICKETS = frozenset({"ticket.deleted", "ticket.restored"})
"""Administrators' events that change everybody's lists."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a ticket with what decides who may hear of it."""

    id: int
    kind: str
    at: datetime
    public: bool
    actor: str
    of: Readership

    def told_to(self, listener: Actor) -> Told | None:
        """What this listener hears; None when they may not know. A client hears of no employee."""
        if not self.of.includes(listener, even_deleted=self.kind in _WHOLE_TICKETS):
            return None
        if listener.is_contact and not self.public:
            return None
        shown = self.actor if not listener.is_contact or self.actor == listener.key else ""
        return Told(self.id, self.kind, (self.of.number,), shown)


@dataclass(frozen=True)
class Missed:
    """What happened after a place in the stream, and the place reached; `reset`: more than can be told."""

    happenings: Sequence[Happening]
    position: int
    reset: bool = False

    def told_to(self, listener: Actor) -> list[Told]:
        """What this listener hears of it."""
        if self.reset:
            return [Told(self.position, RESET)]
        told = [happening.told_to(listener) for happening in self.happenings]
        return [one for one in told if one is not None]


def happenings(events: Iterable[Event]) -> list[Happening]:
    """The events people may hear of, with their tickets' readers of this moment. Two queries, or none."""
    wanted = [event for event in events if event.ticket_id is not None and _is_told(event)]
    if not wanted:
        return []
    of = readerships({event.ticket_id for event in wanted if event.ticket_id is not None})
    return [
        Happening(
            event.pk,
            event.kind,
            event.at,
            event.audience == Audience.PUBLIC,
            f"{event.actor_kind}:{event.actor_id}" if event.actor_id else "",
            of[event.ticket_id],
        )
        for event in wanted
        if event.ticket_id in of
    ]


def missed(after: int, *, until: int | None = None) -> Missed:
    """Everything after event `after` and up to `until` (None: the present). Whoever asks filters it."""
    newest = newest_id()
    if after > newest or after < 0:
        return Missed((), newest, reset=True)
    tail, found = Tail(after), list[Event]()
    while events := tail.next(MOST_MISSED + 1 - len(found)):
        found += events
        if len(found) > MOST_MISSED:
            return Missed((), newest, reset=True)
    if until is None:
        return Missed(happenings(found), tail.position)
    if tail.position < until:
        # An earlier transaction is still open: what it brings could not be told later.
        return Missed((), until, reset=True)
    return Missed(happenings(event for event in found if event.pk <= until), until)


def since(listener: Actor, after: int | None) -> list[Told]:
    """The stream as a plain answer, for pages that cannot hold one open: what happened after event `after`.

    Without it, or where nothing may be told, one `hello` says from where to ask next time.
    """
    if after is None:
        return [Told(newest_id(), HELLO)]
    found = missed(after)
    told = found.told_to(listener)
    if not told or told[-1].id < found.position:
        told.append(Told(found.position, HELLO))
    return told


def place_before(period: timedelta, at_most: int) -> int:
    """The id after which a reader finds the events of the last `period`, at most `at_most` of them."""
    newest = newest_id()
    recent = Event.objects.filter(pk__gt=newest - at_most, at__gte=clock.now() - period)
    first: int | None = recent.order_by("pk").values_list("pk", flat=True).first()
    return newest if first is None else first - 1


def newest_id() -> int:
    """The greatest id there is."""
    newest: int | None = Event.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def _is_told(event: Event) -> bool:
    return event.audience != Audience.ADMIN or event.kind in _WHOLE_TICKETS
