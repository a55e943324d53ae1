"""Claim by opening (ROUTE-8): who opens a new ticket of such a team has it in processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import Denied, NotPossible
from otklik.core.timers import set_timer
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import lifecycle, processing
from otklik.tickets.access import ASSIGN, may, may_return, require
from otklik.tickets.commands.assign import become_assignee, make_new
from otklik.tickets.commands.in_hand import claims, is_in_hand
from otklik.tickets.commands.locking import expect, for_change, locked
from otklik.tickets.commands.status import begin_again
from otklik.tickets.content import from_text
from otklik.tickets.enums import State
from otklik.tickets.models import Message, Processing, Ticket
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from datetime import datetime

LET_GO = "tickets.let_go_due"
"""The timer of a ticket somebody has open; its function stands in `tickets.timers`."""
CLOSED, SIGNED_OUT, LOST, BY_HAND = "closed", "signed_out", "lost", "new"
"""`data.why` of a ticket that went back to New."""


@transaction.atomic
def open_window(actor: Actor, ticket: Ticket, window: str = "") -> Ticket:
    """Open a ticket for processing: a new one of the actor's own team, where opening takes it, is theirs from
    now on, in progress. Of two at once one wins; the other gets it as it stands then.

    Needs `tickets.assign`, without which, as for any other ticket, nothing happens. Writes `ticket.taken`.
    `window`: a sign of life of this window, see `keep_window`.
    """
    if not opens(actor, ticket):
        return ticket
    row = locked(ticket)
    if actor.agent_id is not None and _is_free(row):
        become_assignee(actor.ref, row, actor.agent_id, opened=True)
        Processing.objects.filter(ticket=row, ended_at=None).update(is_watched=True)
        _watch(row.pk, clock.now() + processing.LOST_AFTER)
    if is_in_hand(row) and row.processing_by_id == actor.agent_id:
        keep_window(actor, row, window)
    return row


@transaction.atomic
def keep_window(actor: Actor, ticket: Ticket, window: str = "") -> bool:
    """A sign of life of a window in which the actor processes the ticket; False when they no longer do. No
    event, no version: once a minute is too often for either."""
    mine = _mine(actor, ticket)
    if mine is None:
        return False
    mine.seen_at, mine.left_at = clock.now(), None
    if window:
        mine.windows = processing.seen(mine.windows, window, mine.seen_at)
    mine.save(update_fields=["seen_at", "left_at", "windows"])
    return True


@transaction.atomic
def leave_window(actor: Actor, ticket: Ticket, window: str = "", *, at_once: bool = False) -> None:
    """A window was closed. With the last one the ticket is new again, unless its client was found or answered
    meanwhile: then it stays with its assignee. A moment later, so that loading the page again loses nothing.

    Writes `ticket.released`.
    """
    row = locked(ticket) if at_once else ticket
    mine = _mine(actor, row)
    if mine is None:
        return
    now = clock.now()
    mine.windows = processing.closed(mine.windows, window, now)
    if mine.windows and not at_once:
        mine.save(update_fields=["windows"])
        return
    mine.left_at = now
    mine.save(update_fields=["windows", "left_at"])
    if at_once:
        _give_back(actor, row, mine, CLOSED)
    else:
        _watch(row.pk, now + processing.GRACE)


@transaction.atomic
def leave_all(actor: Actor) -> None:
    """The actor signs out: what they have open is let go, as by `leave_window`."""
    open_ones = Processing.objects.filter(agent_id=actor.agent_id or 0, ended_at=None, is_watched=True)
    for pk in sorted(open_ones.values_list("ticket_id", flat=True)):
        row, current = _locked_both(pk)
        if row is not None and current is not None:
            _give_back(actor, row, current, SIGNED_OUT)


@transaction.atomic
def let_go(ticket_id: int) -> None:
    """The timer of a ticket somebody has open: they closed it, or no window of theirs was heard of for a
    minute; the same as by `leave_window`. While they have it open, it is looked at again later."""
    row, current = _locked_both(ticket_id)
    if row is None or current is None:
        return
    ends = processing.ends_at(current.seen_at, current.left_at)
    if ends > clock.now():
        _watch(ticket_id, ends)
    else:
        _give_back(SYSTEM, row, current, LOST if current.left_at is None else CLOSED)


@transaction.atomic
def return_to_new(actor: Actor, ticket: Ticket, *, why: str = "", version: int | None = None) -> Ticket:
    """Make a ticket of a team where opening takes tickets new again, whoever has it.

    For its assignee, the lead of the team, and who may undo what colleagues did. Done work begins again with
    a reason only (`why`, which becomes a note). Writes `ticket.released`, after `note.added` and
    `ticket.reopened` where it was done.
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    if not claims(row.team_id):
        raise NotPossible(_("Tickets of this team are not claimed by opening them."))
    if not may_return(actor, row):
        raise Denied(_("Your role or your part in this ticket does not allow this."))
    expect(row, version)
    if not row.is_open:
        begin_again(actor, row, workflow().system(State.NEW).code, from_text(why))
    if row.assignee_id is not None or row.state != State.NEW:
        make_new(actor.ref, row, BY_HAND)
    return row


def opens(actor: Actor, ticket: Ticket) -> bool:
    """Whether a ticket is taken by opening it, or is theirs so already. Asks nothing of the database."""
    is_free = _is_free(ticket) or (is_in_hand(ticket) and ticket.processing_by_id == actor.agent_id)
    return (
        is_free and ticket.team_id in actor.team_ids and claims(ticket.team_id) and may(actor, ticket, ASSIGN)
    )


def _is_free(row: Ticket) -> bool:
    return row.assignee_id is None and workflow().statuses[row.status_id].code in lifecycle.NOT_BEGUN


def _locked_both(ticket_id: int) -> tuple[Ticket | None, Processing | None]:
    """The ticket and what is watched of it, locked in the order every command takes them."""
    row = for_change(Ticket.objects.filter(pk=ticket_id)).first()
    watched = Processing.objects.select_for_update().filter(
        ticket_id=ticket_id, ended_at=None, is_watched=True
    )
    return row, watched.first()


def _give_back(by: Actor, row: Ticket, current: Processing, why: str) -> None:
    """Back to New, unless there is a result; then it stays whose it is, watched no more."""
    if row.deleted_at is not None or _is_identified(row, current) or _has_answered(current):
        current.is_watched = False
        current.save(update_fields=["is_watched"])
    else:
        make_new(by.ref, row, why)


def _is_identified(row: Ticket, current: Processing) -> bool:
    """Its client was found in the course of the processing: before, nobody was known, or somebody else."""
    contact = row.contact_id is not None and row.contact_id != current.contact_before
    return contact or (row.company_id is not None and row.company_id != current.company_before)


def _has_answered(current: Processing) -> bool:
    answers = Message.objects.filter(
        ticket_id=current.ticket_id,
        agent_id=current.agent_id,
        public=True,
        created_at__gte=current.started_at,
    )
    return answers.exists()


def _mine(actor: Actor, ticket: Ticket) -> Processing | None:
    mine = Processing.objects.select_for_update().filter(
        ticket_id=ticket.pk, agent_id=actor.agent_id or 0, ended_at=None, is_watched=True
    )
    return mine.first()


def _watch(ticket_id: int, at: datetime) -> None:
    set_timer(f"{LET_GO}:{ticket_id}", LET_GO, at, {"ticket": ticket_id})
