"""What becomes of a ticket's clocks, worked out in memory: `commands.keep` and `commands.reread` write it,
and whoever tries a calendar only reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.sla import rows
from otklik.sla.clocks import Cause, Kind, Look, Mode, Running, Terms, Turn, mode_of
from otklik.sla.models import Clock, Segment
from otklik.sla.table import Decided, terms_of
from otklik.tickets.enums import State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow

_STEPS = frozenset({"ticket.status_changed", "ticket.postponed", "ticket.resolved", "ticket.closed"})
"""Events by which a person's change of status counts as a reaction (SLA-4)."""
_UNDONE = "ticket.undone"


@dataclass(frozen=True)
class Clocked:
    """A ticket with its clocks, the last run of each kind, and what just happened; without an event the rules
    or calendars have changed and the ticket is read again."""

    row: Ticket
    clocks: dict[Kind, Clock]
    event: Event | None
    at: datetime

    @cached_property
    def look(self) -> Look:
        """What decides about its clocks."""
        status = workflow().statuses[self.row.status_id]
        return Look(
            is_open=self.row.is_open,
            pauses=status.pauses_clocks or self.row.state == State.POSTPONED,
            reacted=self._has_reacted,
            client_waits=self.row.last_by_client and self.row.first_reply_at is not None,
        )

    @property
    def event_id(self) -> int | None:
        """What tells of it."""
        return self.event.pk if self.event else None

    @property
    def _has_reacted(self) -> bool:
        clock, event = self.clocks.get(Kind.REACTION), self.event
        if self.row.first_reply_at is not None:
            return True
        if clock is not None and clock.cause == Cause.MET:
            return event is None or event.kind != _UNDONE or not _is_taken_back(clock, event)
        return event is not None and event.kind in _STEPS and event.actor_kind == ActorKind.AGENT


@dataclass
class Carried:
    """Clocks that begin, clocks that change, segments that end; none of it is written yet."""

    fresh: list[Clock] = field(default_factory=list)
    touched: list[Clock] = field(default_factory=list)
    ended: list[Segment] = field(default_factory=list)


def carry(this: Clocked, decided: Decided) -> Carried:
    """Have the ticket's clocks (`this.clocks`, in place) count by the rule that holds and do what it wants of
    them; one that is only read again by the working time of now."""
    promised: Mapping[Kind, Terms] = terms_of(decided.rule, this.row) if decided.rule else {}
    found = Carried()
    for kind in Kind:
        terms, row = promised.get(kind), this.clocks.get(kind)
        wanted = mode_of(kind, this.look) if terms else Mode.STOPPED
        if row is None or (kind is Kind.ANSWER and row.mode == Mode.STOPPED):
            found.fresh += _begun(this, kind, terms, wanted)
            continue
        ended = list(_changes(this, row, terms, wanted))
        found.ended += ended
        if ended or (this.event is None and rows.recount(row, this.at)):
            found.touched.append(row)
    this.clocks.update({Kind(row.kind): row for row in found.fresh})
    return found


def deadlines_of(this: Clocked) -> tuple[datetime | None, datetime | None]:
    """By when the ticket is to be done and to be answered, for its own columns."""
    resolution = this.clocks.get(Kind.RESOLUTION)
    due_at = this.row.due_at
    if resolution is not None and not resolution.by_hand and this.row.is_open:
        due_at = resolution.due_at if resolution.mode != Mode.STOPPED else None
    waited: Iterable[Clock | None] = (this.clocks.get(kind) for kind in (Kind.REACTION, Kind.ANSWER))
    react_by = min((c.due_at for c in waited if c and c.mode == Mode.RUNS and c.due_at), default=None)
    return due_at, react_by


def _is_taken_back(clock: Clock, undone: Event) -> bool:
    """Whether the change of status that counted as the reaction is among what was undone: nobody has reacted
    then, and the time between the two stands."""
    if all(change["field"] != "status" for change in undone.changes):
        return False
    step = undone.data.get("operation")
    return Event.objects.filter(pk=clock.event_id or 0, kind__in=_STEPS, batch_id=step).exists()


def _begun(this: Clocked, kind: Kind, terms: Terms | None, wanted: Mode) -> Iterator[Clock]:
    """A clock that begins now; one for answers, or of a ticket that is over, only when it is wanted."""
    if terms is None or wanted is Mode.STOPPED:
        return
    before = this.clocks.get(kind)
    registered = before is None and kind is not Kind.ANSWER
    at = this.row.created_at if registered else this.at
    cause = Cause.REGISTERED if registered else Cause.ASKED
    clock = Running(terms, wanted, at, cause=cause, status_id=this.row.status_id, event_id=this.event_id)
    row = rows.begun(this.row.pk, kind, before.run + 1 if before else 1, clock)
    # Nothing but a person's word could have planned a ticket that had no clock yet.
    row.by_hand = kind is Kind.RESOLUTION and before is None and this.row.due_at is not None
    if this.event is None:
        # A rule that came later than the ticket: what has passed before it is nobody's fault and no news.
        row.warned = rows.share_used(row, this.at)
        row.breached_at = row.due_at if row.due_at and row.due_at <= this.at else None
    yield row


def _changes(this: Clocked, row: Clock, terms: Terms | None, wanted: Mode) -> Iterator[Segment]:
    """The segments that end because of other terms or because the clock turns.

    One that has stopped keeps its terms until it is to go on: a reopened ticket counts by the rule of now.
    """
    if terms is not None and not (row.mode == wanted == Mode.STOPPED):
        segment = rows.reterm(row, terms, _turn(this, Cause.RULE))
        if segment:
            yield segment
    segment = rows.turn(row, wanted, _turn(this, _cause(this, row, terms, wanted)))
    if segment:
        yield segment


def _cause(this: Clocked, row: Clock, terms: Terms | None, wanted: Mode) -> Cause:
    if wanted is Mode.STANDS:
        return Cause.PAUSED
    if wanted is Mode.RUNS:
        if row.mode == Mode.STOPPED:
            return Cause.RULE if row.cause == Cause.RULE else Cause.REOPENED
        return Cause.RESUMED
    if terms is None:
        return Cause.RULE
    met = {
        Kind.REACTION: this.look.reacted,
        Kind.RESOLUTION: True,
        Kind.ANSWER: not this.look.client_waits,
    }
    return Cause.MET if met[Kind(row.kind)] else Cause.CLOSED


def _turn(this: Clocked, cause: Cause) -> Turn:
    at = this.at
    if cause is Cause.MET and this.event is not None and this.event.kind == "reply.sent":
        # The promise is kept by pressing, not by the end of the time in which it can be taken back.
        at = _pressed_at(this.event) or at
    return Turn(at, cause, this.row.status_id, this.event_id)


def _pressed_at(event: Event) -> datetime | None:
    message = event.data.get("message")
    found = Message.objects.filter(pk=message).values_list("created_at", flat=True)
    return found.first() if isinstance(message, int) else None
