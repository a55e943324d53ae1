"""The clocks of a ticket follow what happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from otklik.core.actors import SYSTEM, ActorKind
from otklik.core.circumstances import ruled_by
from otklik.core.events import Subject, record
from otklik.core.inserting import insert_all, rewrite
from otklik.core.models import Event
from otklik.sla import rows
from otklik.sla.clocks import Cause, Kind, Look, Mode, Running, Terms, Turn, mode_of
from otklik.sla.commands.telling_time import arm
from otklik.sla.events import TICKET_PLANNED
from otklik.sla.models import Clock, Segment, SlaRule
from otklik.sla.table import Decided, decide, sla_rules, terms_of
from otklik.tickets.commands.planning import plan
from otklik.tickets.enums import State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.registered import JustRegistered

BY_HAND = "due_at"
"""The field whose change in `ticket.edited` says that a person planned the resolution."""
_STEPS = frozenset({"ticket.status_changed", "ticket.postponed", "ticket.resolved", "ticket.closed"})
"""Events by which a person's change of status counts as a reaction (SLA-4)."""
_MATTERS = frozenset(
    {
        "ticket.registered",
        "ticket.edited",
        "ticket.bound",
        "ticket.unbound",
        "ticket.assigned",
        "ticket.taken",
        "ticket.released",
        "ticket.undone",
    }
)
"""Events after which another rule may hold."""


@dataclass(frozen=True)
class _Ticket:
    """A ticket with its clocks, the last run of each kind, and what just happened."""

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
    def _has_reacted(self) -> bool:
        clock = self.clocks.get(Kind.REACTION)
        if self.row.first_reply_at is not None or (clock is not None and clock.cause == Cause.MET):
            return True
        event = self.event
        return event is not None and event.kind in _STEPS and event.actor_kind == ActorKind.AGENT


def keep(event: Event, ticket: Ticket, text: str | None = None) -> None:
    """Let a ticket's clocks follow an event, and write its deadlines. In the event's transaction.

    An SLA rule that changed is taken over with what is used already. Writes `ticket.planned` when a deadline
    moved.
    """
    clocks = {} if isinstance(event.about, JustRegistered) else _clocks_of(ticket.pk)
    this = _Ticket(ticket, clocks, event, event.at)
    standing = None if event.kind in _MATTERS else _standing_rule(clocks)
    decided = Decided(standing) if standing else decide(ticket, text)
    if decided.rule is None and not clocks:
        return
    _mark_by_hand(this)
    _follow(this, decided)


def reread(ticket: Ticket, at: datetime) -> None:
    """Find a ticket's rule anew, as after a change of SLA rules, and carry its clocks over to it."""
    decided = decide(ticket)
    this = _Ticket(ticket, _clocks_of(ticket.pk), None, at)
    if decided.rule is not None or this.clocks:
        _follow(this, decided)


def _standing_rule(clocks: Mapping[Kind, Clock]) -> SlaRule | None:
    """The rule by which a ticket's clocks count, where it still says the same.

    A clock that has stopped is not asked: it keeps the version it ended under, whatever came since.
    """
    versions = {row.rule_version_id for row in clocks.values() if row.mode != Mode.STOPPED}
    return next((one.rule for one in sla_rules() if one.rule.current_id in versions), None)


def _follow(this: _Ticket, decided: Decided) -> None:
    promised: Mapping[Kind, Terms] = terms_of(decided.rule, this.row) if decided.rule else {}
    ended: list[Segment] = []
    fresh: list[Clock] = []
    touched: list[Clock] = []
    for kind in Kind:
        terms, row = promised.get(kind), this.clocks.get(kind)
        wanted = mode_of(kind, this.look) if terms else Mode.STOPPED
        if row is None or (kind is Kind.ANSWER and row.mode == Mode.STOPPED):
            begun = _begun(this, kind, terms, wanted)
            fresh += begun
            continue
        changes = list(_changes(this, row, terms, wanted))
        ended += changes
        touched += [row] if changes else []
    insert_all(fresh)
    for row in touched:
        rewrite(row, rows.WRITTEN)
    insert_all(ended)
    this.clocks.update({Kind(row.kind): row for row in fresh})
    if fresh or touched:
        arm(this.row.pk, this.clocks.values(), this.at)
    _write_deadlines(this, decided)


def _begun(this: _Ticket, kind: Kind, terms: Terms | None, wanted: Mode) -> Iterator[Clock]:
    """A clock that begins now; one for answers, or of a ticket that is over, only when it is wanted."""
    if terms is None or wanted is Mode.STOPPED:
        return
    before = this.clocks.get(kind)
    registered = before is None and kind is not Kind.ANSWER
    at = this.row.created_at if registered else this.at
    cause = Cause.REGISTERED if registered else Cause.ASKED
    clock = Running(terms, wanted, at, cause=cause, status_id=this.row.status_id, event_id=_event_id(this))
    row = rows.begun(this.row.pk, kind, before.run + 1 if before else 1, clock)
    # Nothing but a person's word could have planned a ticket that had no clock yet.
    row.by_hand = kind is Kind.RESOLUTION and before is None and this.row.due_at is not None
    if this.event is None:
        # A rule that came later than the ticket: what has passed before it is nobody's fault and no news.
        row.warned = rows.share_used(row, this.at)
        row.breached_at = row.due_at if row.due_at and row.due_at <= this.at else None
    yield row


def _changes(this: _Ticket, row: Clock, terms: Terms | None, wanted: Mode) -> Iterator[Segment]:
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


def _cause(this: _Ticket, row: Clock, terms: Terms | None, wanted: Mode) -> Cause:
    if wanted is Mode.STANDS:
        return Cause.PAUSED
    if wanted is Mode.RUNS:
        return Cause.REOPENED if row.mode == Mode.STOPPED else Cause.RESUMED
    if terms is None:
        return Cause.RULE
    met = {
        Kind.REACTION: this.look.reacted,
        Kind.RESOLUTION: True,
        Kind.ANSWER: not this.look.client_waits,
    }
    return Cause.MET if met[Kind(row.kind)] else Cause.CLOSED


def _turn(this: _Ticket, cause: Cause) -> Turn:
    at = this.at
    if cause is Cause.MET and this.event is not None and this.event.kind == "reply.sent":
        # The promise is kept by pressing, not by the end of the time in which it can be taken back.
        at = _pressed_at(this.event) or at
    return Turn(at, cause, this.row.status_id, _event_id(this))


def _pressed_at(event: Event) -> datetime | None:
    message = event.data.get("message")
    found = Message.objects.filter(pk=message).values_list("created_at", flat=True)
    return found.first() if isinstance(message, int) else None


def _mark_by_hand(this: _Ticket) -> None:
    """A person planned the resolution: it stays until it is computed again."""
    event, row = this.event, this.clocks.get(Kind.RESOLUTION)
    if event is None or row is None or event.kind != "ticket.edited":
        return
    change = next((change for change in event.changes if change["field"] == BY_HAND), None)
    if change is not None:
        row.by_hand = change["to"] is not None
        rewrite(row, ("by_hand",))


def _write_deadlines(this: _Ticket, decided: Decided) -> None:
    rule = decided.rule
    resolution = this.clocks.get(Kind.RESOLUTION)
    due_at = this.row.due_at
    if resolution is not None and not resolution.by_hand and this.row.is_open:
        due_at = resolution.due_at if resolution.mode != Mode.STOPPED else None
    waited = (this.clocks.get(kind) for kind in (Kind.REACTION, Kind.ANSWER))
    react_by = min((c.due_at for c in waited if c and c.mode == Mode.RUNS and c.due_at), default=None)
    changes = plan(this.row, due_at, react_by)
    if not changes:
        return
    subject = Subject("ticket", this.row.pk, this.row.pk)
    data: dict[str, object] = {"rule": dict(rule.name.texts)} if rule else {}
    seen = decided.seen()
    if seen:
        data["seen"] = seen
    with ruled_by(rule.current_id if rule else None):
        record(TICKET_PLANNED, SYSTEM, subject, changes=changes, data=data)


def _clocks_of(ticket_id: int) -> dict[Kind, Clock]:
    """The last run of each kind; one question."""
    found: Iterable[Clock] = Clock.objects.filter(ticket_id=ticket_id).order_by("run")
    return {Kind(row.kind): row for row in found}


def _event_id(this: _Ticket) -> int | None:
    return this.event.pk if this.event else None
