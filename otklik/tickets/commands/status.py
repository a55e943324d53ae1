"""Moving a ticket through its statuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Change, EventKind, Subject, record
from otklik.fields.commands import refuse_unfilled
from otklik.people.actor import Actor
from otklik.tickets import lifecycle
from otklik.tickets.access import CHANGE_STATUS, require
from otklik.tickets.commands import standing, waiting
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.note import write_note
from otklik.tickets.content import Content, from_text
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.enums import OPEN_STATES, State
from otklik.tickets.events import (
    STATUS_CHANGED,
    TICKET_CLOSED,
    TICKET_POSTPONED,
    TICKET_REOPENED,
    TICKET_RESOLVED,
)
from otklik.tickets.models import Message, Status, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import Asked, missing_words

MOMENTS = ("resolved_at", "closed_at", "reopened", "outcome", "rating", *waiting.FIELDS)


@transaction.atomic
def set_status(
    actor: Actor,
    ticket: Ticket,
    code: str,
    *,
    version: int | None = None,
    until: datetime | None = None,
    why: str = "",
) -> Ticket:
    """Move a ticket to a status. Needs `tickets.change_status` and a delivered or own transition.

    A status that asks "until when" needs `until` in the future; `Invalid` names every field it requires and
    the ticket lacks, and `solution` where it asks for one: `reply` and `enter` bring that. Done work begins
    again with a reason only, here as in `reopen`: `why` becomes a note (FLOW-4). Writes the event of what it
    means: `ticket.resolved`, `ticket.closed`, `ticket.reopened`, `ticket.postponed` or
    `ticket.status_changed`.
    """
    row = locked(ticket)
    require(actor, row, CHANGE_STATUS)
    if workflow().statuses[row.status_id].code == code and until is None:
        return row
    expect(row, version)
    target = may_move(actor, row, code)
    _refuse_unsaid(row, target, until)
    until = until if target.asks_until else None
    if not row.is_open and target.state in OPEN_STATES and actor.is_agent:
        begin_again(actor, row, code, from_text(why), until=until)
    else:
        move(actor.ref, row, code, until=until, why=why)
    return row


def begin_again(
    actor: Actor,
    row: Ticket,
    code: str,
    why: Content,
    *,
    attachments: Sequence[Attachment] = (),
    until: datetime | None = None,
) -> Message:
    """Done work begins again by an employee: the reason as a note, then the locked ticket's status, as one
    batch. For commands that have checked the right to the status: it is enough for the reason too.
    `Invalid` without a reason.
    """
    if why.is_empty:
        raise Invalid({"why": _("Say why the work begins again.")})
    with batch():
        note = write_note(actor, row, why, attachments=attachments)
        words = why.text if until is not None else ""
        move(actor.ref, row, code, until=until, why=words, data={"message": note.pk})
    return note


def _refuse_unsaid(row: Ticket, target: Status, until: datetime | None) -> None:
    lacks = missing_words(row, target.requires)
    if target.asks_until and (until is None or until <= clock.now()):
        lacks["until"] = _("Say until when: a moment in the future.")
    if target.asks_solution:
        lacks["solution"] = _("Write what was done: the client gets it with the news.")
    if lacks:
        raise Asked(lacks)


def may_move(actor: Actor, row: Ticket, code: str) -> Status:
    """The target status, or `Invalid`/`NotPossible` in words."""
    flow = workflow()
    target = flow.named(code)
    if target is None:
        raise Invalid({"status": _("There is no such status. Choose one from the list.")})
    if actor.is_system or target.pk == row.status_id:
        return target
    if target not in flow.next_for(actor, row.status_id, row.type_id):
        names = {"from": str(flow.statuses[row.status_id].name), "to": str(target.name)}
        raise NotPossible(_("A ticket cannot go from “%(from)s” to “%(to)s”.") % names)
    if row.is_open and target.state not in OPEN_STATES:
        refuse_unfilled(actor, TICKET.kind, row.custom, bound_of(row))
    return target


@dataclass(frozen=True, slots=True)
class Step:
    """A change of status that stands on the row: the event it means and what it changed."""

    kind: EventKind
    changes: Sequence[Change]


def move(
    by: ActorRef,
    row: Ticket,
    code: str,
    *,
    until: datetime | None = None,
    why: str = "",
    data: dict[str, object] | None = None,
    kind: EventKind | None = None,
) -> None:
    """Change the locked ticket's status and write the event; for commands that have checked the right.

    `kind`: the event where it is not the one the move itself means.
    """
    step = step_to(row, code, until=until, why=why)
    facts = dict(data or {})
    if until is not None:
        facts |= {"until": until.isoformat(), "why": why}
    record(kind or step.kind, by, Subject("ticket", row.pk, row.pk), changes=step.changes, data=facts)


def step_to(
    row: Ticket, code: str, *, until: datetime | None = None, why: str = "", fields: Iterable[str] = ()
) -> Step:
    """Change and save the locked ticket's status, with these fields; whoever calls records the event."""
    flow = workflow()
    before, target, rated = flow.statuses[row.status_id], flow.by_code[code], row.rating
    _keep_moments(row, State(before.state), State(target.state))
    waiting.wait(row, target, until=until, why=why)
    standing.save(row, target, (*MOMENTS, *fields))
    kind = _meaning(State(before.state), State(target.state))
    changes = [Change("status", before.code, target.code)]
    if row.rating != rated:
        changes.append(Change("rating", rated, row.rating))
    return Step(kind, changes)


def work_code(row: Ticket) -> str:
    """The code of the status this ticket returns to work in."""
    flow = workflow()
    code = lifecycle.work_status(has_assignee=row.assignee_id is not None, has_team=row.team_id is not None)
    status = flow.named(code)
    return (status if status and flow.fits(status, row.type_id) else flow.system(State.OPEN)).code


def _meaning(before: State, after: State) -> EventKind:
    if after is State.RESOLVED:
        return TICKET_RESOLVED
    if after is State.CLOSED:
        return TICKET_CLOSED
    if before not in OPEN_STATES:
        return TICKET_REOPENED
    return TICKET_POSTPONED if after is State.POSTPONED else STATUS_CHANGED


def _keep_moments(row: Ticket, before: State, after: State) -> None:
    now = clock.now()
    if after is State.RESOLVED:
        row.resolved_at = now
        row.closed_at = None
    elif after is State.CLOSED:
        row.resolved_at = row.resolved_at or now
        row.closed_at = now
    elif before not in OPEN_STATES:
        row.reopened += 1
        row.resolved_at = None
        row.closed_at = None
        row.outcome = None
        row.rating = None  # was about the work as it stood then; the history keeps it
