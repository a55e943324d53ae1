"""A ticket comes to a stage: at its beginning, passed on or returned by a person, put there by a rule."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import ActorRef
from otklik.core.circumstances import batch
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.stages.ways import way_to
from otklik.tickets.access import CHANGE_STATUS, require
from otklik.tickets.commands import hand_draft, standing
from otklik.tickets.commands.assign import hand_to_team
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.note import write_note
from otklik.tickets.commands.status import move
from otklik.tickets.content import Content
from otklik.tickets.enums import State
from otklik.tickets.events import STAGE_CHANGED
from otklik.tickets.models import Stage, Ticket
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import Asked, missing_words


@transaction.atomic
def pass_on(
    actor: Actor, ticket: Ticket, code: str, comment: Content | None = None, *, version: int | None = None
) -> Ticket:
    """Pass a ticket on to another stage of its route, or return it, with words for colleagues if wanted.

    For employees who hold the ticket; needs `tickets.change_status`. Further along the route everything the
    present stage requires has to be there (`Asked` names what is not); returning asks for nothing.
    `NotPossible` where the route has no such way or its condition does not hold. Writes `note.added` with a
    comment, `ticket.stage_changed`, and what follows of it: `ticket.assigned` to the stage's team, the
    stage's status; as one batch.
    """
    row = locked(ticket)
    require(actor, row, CHANGE_STATUS)
    if actor.is_client:
        raise Denied(_("This is for employees."))
    expect(row, version)
    stage = _may_pass(row, code)
    with batch():
        data: dict[str, object] = {}
        if comment is not None and not comment.is_empty:
            data["message"] = write_note(actor, row, comment).pk
        _come_to(actor.ref, row, stage, data)
    return row


@transaction.atomic
def put_in_stage(actor: Actor, ticket: Ticket, code: str) -> Ticket:
    """Put a ticket in a stage, of whatever route, whatever it lacks: for rules.

    Only for the system. `Invalid` when there is no such stage, `NotPossible` for a closed ticket. The same
    stage changes nothing. Writes what `pass_on` writes.
    """
    if not actor.is_system:
        raise Denied(_("Your role or your part in this ticket does not allow this."))
    row = locked(ticket)
    stage = routes().named(code)
    if stage is None:
        raise Invalid({"stage": _("There is no such stage. Choose one from the list.")})
    _refuse_closed(row)
    if row.stage_id != stage.pk:
        with batch():
            _come_to(actor.ref, row, stage, {})
    return row


@transaction.atomic
def begin_route(ticket: Ticket) -> bool:
    """Put a ticket in the first stage of the route for its type and service: one on no route yet, and one
    that stands in the first stage of another. Whether it was.

    The stage's team gets it unless somebody has it already. Writes what `pass_on` writes.
    """
    first = _first_for(ticket)
    if first is None:
        return False
    row = locked(ticket)
    with batch():
        _come_to(BY_SYSTEM, row, first, {"begins": True}, keeps_assignee=True)
    return True


def begin_draft(ticket: Ticket) -> None:
    """A draft that is kept nowhere stands where `begin_route` would put the ticket. Writes nothing."""
    first = _first_for(ticket)
    if first is None:
        return
    ticket.stage = first
    if first.team_id is not None and ticket.assignee_id is None:
        hand_draft(ticket, first.team_id, None)
    status = workflow().statuses.get(first.status_id or 0)
    if status is not None and status.enabled:
        standing.settle(ticket, status)


def _first_for(ticket: Ticket) -> Stage | None:
    """The stage in which a ticket's route begins; None where it is on its way already, or has no route."""
    known = routes()
    route = known.for_ticket(ticket.type_id, ticket.service_id)
    if route is None:
        return None
    first, present = known.of(route.pk)[0], known.stages.get(ticket.stage_id or 0)
    if present is not None:
        begun = known.of(present.route_id)
        if present.route_id == route.pk or not begun or present.pk != begun[0].pk:
            return None
    return first


def _may_pass(row: Ticket, code: str) -> Stage:
    _refuse_closed(row)
    stage = routes().stages.get(row.stage_id or 0)
    if stage is None:
        raise NotPossible(_("This ticket is on no route."))
    way = way_to(row, code)
    if way is None:
        raise Invalid({"stage": _("There is no way to this stage from “%(stage)s”.") % {"stage": stage.name}})
    if way.unless:
        names = {"stage": way.target.name, "condition": way.unless}
        raise NotPossible(_("To “%(stage)s” go only tickets of which holds: %(condition)s") % names)
    lacks = missing_words(row, stage.requires) if way.is_onward else {}
    status = workflow().statuses.get(way.target.status_id or 0)
    if status is not None:
        lacks |= missing_words(row, status.requires)
    if lacks:
        raise Asked(lacks)
    return way.target


def _come_to(
    by: ActorRef, row: Ticket, stage: Stage, data: dict[str, object], *, keeps_assignee: bool = False
) -> None:
    """The locked ticket is in this stage from now on, with the team and the status it brings along."""
    known = routes()
    before = known.stages.get(row.stage_id or 0)
    row.stage = stage
    standing.save(row, workflow().statuses[row.status_id], ("stage",))
    change = Change("stage", before.code if before else None, stage.code)
    record(STAGE_CHANGED, by, Subject("ticket", row.pk, row.pk), changes=[change], data=data)
    is_held = keeps_assignee and row.assignee_id is not None
    if stage.team_id is not None and stage.team_id != row.team_id and not is_held:
        hand_to_team(by, row, stage.team_id, f"stage:{stage.name}")
    status = workflow().statuses.get(stage.status_id or 0)
    if status is not None and status.pk != row.status_id and status.enabled:
        move(by, row, status.code)


def _refuse_closed(row: Ticket) -> None:
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed. Reopen it or register a new one."))
