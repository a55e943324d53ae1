"""The clocks of a ticket follow what happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from otklik.core.actors import SYSTEM
from otklik.core.circumstances import ruled_by
from otklik.core.events import Subject, record
from otklik.core.holding import held_row, held_rows
from otklik.core.inserting import insert_all, insert_soon, rewrite
from otklik.core.models import Event
from otklik.sla import rows
from otklik.sla.carrying import Clocked, carry, deadlines_of
from otklik.sla.clocks import Kind, Mode
from otklik.sla.commands.telling_time import arm
from otklik.sla.events import TICKET_PLANNED
from otklik.sla.models import Clock, SlaRule
from otklik.sla.table import Decided, decide, sla_rules
from otklik.tickets.commands.planning import plan
from otklik.tickets.models import Ticket
from otklik.tickets.registered import JustRegistered

BY_HAND = "due_at"
"""The field whose change in `ticket.edited` says that a person planned the resolution."""
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


def keep(event: Event, ticket: Ticket, text: str | None = None) -> None:
    """Let a ticket's clocks follow an event, and write its deadlines. In the event's transaction.

    An SLA rule that changed is taken over with what is used already. Writes `ticket.planned` when a deadline
    moved.
    """
    clocks = {} if isinstance(event.about, JustRegistered) else _clocks_of(ticket.pk)
    this = Clocked(ticket, clocks, event, event.at)
    standing = None if event.kind in _MATTERS else _standing_rule(clocks)
    decided = Decided(standing) if standing else decide(ticket, text)
    if decided.rule is None and not clocks:
        return
    _mark_by_hand(this)
    _follow(this, decided)


def reread(ticket: Ticket, at: datetime) -> None:
    """Find a ticket's rule anew, as after a change of SLA rules or calendars, and carry its clocks over to
    it: what closed segments have counted stays, the open one counts by the working time of now."""
    decided = decide(ticket)
    this = Clocked(ticket, _clocks_of(ticket.pk), None, at)
    if decided.rule is not None or this.clocks:
        _follow(this, decided)


def _standing_rule(clocks: Mapping[Kind, Clock]) -> SlaRule | None:
    """The rule by which a ticket's clocks count, where it still says the same.

    A clock that has stopped is not asked: it keeps the version it ended under, whatever came since.
    """
    versions = {row.rule_version_id for row in clocks.values() if row.mode != Mode.STOPPED}
    return next((one.rule for one in sla_rules() if one.rule.current_id in versions), None)


def _follow(this: Clocked, decided: Decided) -> None:
    found = carry(this, decided)
    insert_soon(found.fresh)
    for row in found.touched:
        rewrite(row, rows.WRITTEN)
    insert_all(found.ended)
    if found.fresh or found.touched:
        arm(this.row.pk, this.clocks.values(), this.at)
    _write_deadlines(this, decided)


def _mark_by_hand(this: Clocked) -> None:
    """A person planned the resolution: it stays until it is computed again."""
    event, row = this.event, this.clocks.get(Kind.RESOLUTION)
    if event is None or row is None or event.kind != "ticket.edited":
        return
    change = next((change for change in event.changes if change["field"] == BY_HAND), None)
    if change is not None:
        row.by_hand = change["to"] is not None
        rewrite(row, ("by_hand",))


def _write_deadlines(this: Clocked, decided: Decided) -> None:
    rule = decided.rule
    changes = plan(this.row, *deadlines_of(this))
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
    """The last run of each kind; one question, none for a ticket whose clocks wait with it to be written."""
    found: Iterable[Clock] = [row for row in held_rows(Clock) if row.ticket_id == ticket_id]
    if held_row(Ticket, ticket_id) is None:
        found = Clock.objects.filter(ticket_id=ticket_id).order_by("run")
    return {Kind(row.kind): row for row in found}
