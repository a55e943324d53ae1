"""Asking triggers and doing what they say: the reaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from otklik.automation.actions.doing import Doing
from otklik.automation.actions.steps import perform
from otklik.automation.events import TRIGGER_FAILED, TRIGGER_FIRED
from otklik.automation.triggers import shape, starting
from otklik.automation.triggers.moments import WAITED, Moment, moments_of, starts_of
from otklik.automation.triggers.table import Armed, Table, in_force
from otklik.automation.triggers.waiting import begin
from otklik.core.actors import SYSTEM, Via
from otklik.core.circumstances import past_held, ruled_by
from otklik.core.errors import Refused
from otklik.core.events import AUTOMATION_STOPPED, Audience, Subject, record
from otklik.core.models import Event
from otklik.core.text import one_line
from otklik.notifications.filling import BadText
from otklik.rules.commands.failing import note_failure, note_success
from otklik.rules.facts import TicketFacts, ticket_as_it_is
from otklik.rules.matching import facts_of, seen_by
from otklik.tickets.registered import JustRegistered, is_within_registration

DECLARED_BY = (shape, starting)
"""The table's shape, and the action that asks a trigger again."""
DEEPEST = 5
"""So many times may triggers answer what triggers did before they stop."""
MOST = 50
"""So many deeds of triggers may follow from one thing that happened."""
LONGEST = 200
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What goes wrong while facts are worked out. A fault of the database ends the transaction anyway."""
_UNDONE = (*_FAULTS, Refused, BadText, DatabaseError, ObjectDoesNotExist, OSError, RuntimeError)
"""What goes wrong while a deed is done: a savepoint undoes it, and mail and other triggers go on."""


def run_triggers(event: Event) -> None:
    """Ask the triggers that answer this event, in their order, and do what those say that hold. The last
    `now` reaction, so that letters can still be kept back.

    Each at most once for an event; what one has done the next ones see. Writes `trigger.fired` before what a
    trigger does, all with the trigger's version; `trigger.failed` where it could not be done, which undoes
    that trigger alone; `automation.stopped` where triggers have answered each other too often. History that
    is told late, and imports, ask none. Without triggers nothing is asked.
    """
    table = in_force()
    if not table.by_uid or past_held.get() or event.via == Via.IMPORT or is_within_registration(event):
        return
    moments = _moments(event)
    ticket_id = event.ticket_id or 0
    if moments:
        begin(table, starts_of(moments), event)
    asked = _asked(table, event, moments)
    if asked:
        _run(asked, event, ticket_id)


def _moments(event: Event) -> frozenset[Moment]:
    changed = (str(change["field"]) for change in event.changes)
    found = moments_of(event.kind, changed, event.data, is_public=event.audience == Audience.PUBLIC)
    if isinstance(event.about, JustRegistered):
        row = event.about.ticket
        found |= {Moment.ASSIGNED} if row.team_id or row.assignee_id else set()
    return found


def _asked(table: Table, event: Event, moments: frozenset[Moment]) -> Sequence[Armed]:
    if event.kind != WAITED:
        return table.answering(moments)
    one = table.by_uid.get(str(event.data.get("trigger")))
    return [one] if one is not None else []


@dataclass
class _Chain:
    """What follows from one thing that happened, as far as it has come in this transaction."""

    fired: int = 0
    is_stopped: bool = False


_chain: ContextVar[_Chain | None] = ContextVar("otklik_triggers", default=None)


def _run(asked: Sequence[Armed], event: Event, ticket_id: int) -> None:
    chain = _chain.get() or _Chain()
    token = _chain.set(chain)
    try:
        _ask(asked, event, ticket_id, chain)
    finally:
        _chain.reset(token)


def _ask(asked: Sequence[Armed], event: Event, ticket_id: int, chain: _Chain) -> None:
    about, facts = event.about, None
    for one in asked:
        facts = facts or _facts(event, ticket_id, about)
        if facts is None or chain.is_stopped:
            return
        if not _holds(one, facts):
            continue
        if event.depth >= DEEPEST or chain.fired >= MOST:
            _stop(one, event, ticket_id)
            chain.is_stopped = True
            return
        chain.fired += 1
        _fire(one, event, facts)
        about, facts = None, None  # whoever is asked next sees what this one did


def _facts(event: Event, ticket_id: int, about: object) -> TicketFacts | None:
    """The ticket as it is now; None for one that is gone."""
    if isinstance(about, JustRegistered):
        return facts_of(about.ticket, about.text, event)
    row = ticket_as_it_is(ticket_id)
    return facts_of(row, event=event) if row is not None else None


def _holds(one: Armed, facts: TicketFacts) -> bool:
    """Whether it is to be done; one that cannot be asked is not, and that is told."""
    try:
        return one.ready.holds(facts)
    except _FAULTS as error:
        _fail(one, facts.ticket.pk, error)
        return False


def _fire(one: Armed, event: Event, facts: TicketFacts) -> None:
    """One trigger's deed, whole or not at all."""
    rule, ticket = one.rule, facts.ticket
    data = {**_named(one), "on": event.kind, "seen": seen_by(one.ready, facts)}
    doing = Doing(ticket, event=event, name=rule.name, source=f"trigger:{rule.uid}")
    try:
        with transaction.atomic(), ruled_by(rule.current_id):
            record(TRIGGER_FIRED, SYSTEM, Subject("ticket", ticket.pk, ticket.pk), data=data)
            perform(one.steps, doing)
            note_success(rule)
    except _UNDONE as error:
        _fail(one, ticket.pk, error)


def _fail(one: Armed, ticket_id: int, error: Exception) -> None:
    said = error.message if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    with ruled_by(one.rule.current_id):
        subject = Subject("ticket", ticket_id, ticket_id)
        record(TRIGGER_FAILED, SYSTEM, subject, data={**_named(one), "said": one_line(said, LONGEST)})
    note_failure(one.rule, error)


def _stop(one: Armed, event: Event, ticket_id: int) -> None:
    data = {**_named(one), "event": event.pk, "depth": event.depth}
    with ruled_by(one.rule.current_id):
        record(AUTOMATION_STOPPED, SYSTEM, Subject("ticket", ticket_id, ticket_id), data=data)


def _named(one: Armed) -> dict[str, object]:
    return {"rule": dict(one.rule.name.texts), "uid": str(one.rule.uid)}
