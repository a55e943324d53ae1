"""Who works on a ticket: taking, giving, handing over, giving back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.errors import Denied, NotPossible
from otklik.core.events import Change, EventKind, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import ASSIGN, TRANSFER, may, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.placing import team_for
from otklik.tickets.commands.readers import admit_holders, renew_readers
from otklik.tickets.enums import State
from otklik.tickets.events import TICKET_ASSIGNED, TICKET_RELEASED, TICKET_TAKEN
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow

ASSIGNMENT = ("assignee", "team", "assigned_at", "returned_at")


@transaction.atomic
def take(actor: Actor, ticket: Ticket, *, version: int | None = None) -> Ticket:
    """Become the assignee of a ticket of one's team; new and assigned ones move to In progress.

    Needs `tickets.assign`. Writes `ticket.taken`. Taking what one has already changes nothing;
    one that a colleague took first raises `Conflict` when `version` is given.
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    if actor.agent_id is None:
        raise Denied(_("Only an employee can take a ticket."))
    if row.assignee_id == actor.agent_id:
        return row
    expect(row, version)
    _refuse_closed(row)
    become_assignee(actor.ref, row, actor.agent_id)
    return row


@transaction.atomic
def assign(
    actor: Actor,
    ticket: Ticket,
    *,
    agent_id: int | None,
    team_id: int | None,
    version: int | None = None,
    why: str = "",
) -> Ticket:
    """Give a ticket to an employee, to a team, or to an employee of a team; both None: to nobody.

    Needs `tickets.assign`; another team than the present one needs `tickets.transfer`. An employee who is
    not in the team is refused; an employee alone keeps the team when they are in it, else brings their own.
    Writes `ticket.assigned` (`data.why`: the routing's reason).
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    expect(row, version)
    _refuse_closed(row)
    team_id = team_for(row.team_id, agent_id, team_id)
    if team_id != row.team_id and row.team_id is not None and not may(actor, row, TRANSFER):
        raise Denied(_("Handing a ticket to another team needs a right your role does not have."))
    if (row.assignee_id, row.team_id) == (agent_id, team_id):
        return row
    code = "assigned" if row.state == State.NEW and (agent_id or team_id) else ""
    _change(actor.ref, row, TICKET_ASSIGNED, agent_id, team_id, code, {"why": why} if why else {})
    return row


@transaction.atomic
def release(actor: Actor, ticket: Ticket, *, version: int | None = None) -> Ticket:
    """Take a ticket from its assignee; it stays with its team. Needs `tickets.assign`.

    Writes `ticket.released`. One that nobody has stays as it is; `Conflict` on a stale `version`.
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    if row.assignee_id is None:
        return row
    expect(row, version)
    _refuse_closed(row)
    current = workflow().statuses[row.status_id].code
    _change(
        actor.ref, row, TICKET_RELEASED, None, row.team_id, "assigned" if current == "in_progress" else "", {}
    )
    return row


def become_assignee(by: ActorRef, row: Ticket, agent_id: int) -> None:
    """The locked ticket's assignee is this agent from now on; for what is taken by the way."""
    info = staff().agents[agent_id]
    team_id = row.team_id or (min(info.team_ids) if len(info.team_ids) == 1 else None)
    current = workflow().statuses[row.status_id].code
    code = "in_progress" if current in ("new", "assigned") else ""
    _change(by, row, TICKET_TAKEN, agent_id, team_id, code, {})


def _change(
    by: ActorRef,
    row: Ticket,
    kind: EventKind,
    agent_id: int | None,
    team_id: int | None,
    code: str,
    data: dict[str, str],
) -> None:
    flow = workflow()
    status = flow.statuses[row.status_id]
    changes = []
    if row.team_id != team_id:
        changes.append(Change("team", row.team_id, team_id))
    if row.assignee_id != agent_id:
        changes.append(Change("assignee", row.assignee_id, agent_id))
        row.assigned_at = clock.now() if agent_id else None
    if code and code != status.code:
        changes.append(Change("status", status.code, code))
        status = flow.by_code[code]
    leaves = row.assignee_id is not None and row.assignee_id != agent_id
    row.assignee_id, row.team_id, row.returned_at = agent_id, team_id, None
    standing.save(row, status, ASSIGNMENT)
    if leaves:
        renew_readers(row)
    else:
        admit_holders(row)
    record(kind, by, Subject("ticket", row.pk, row.pk), changes=changes, data=data)


def _refuse_closed(row: Ticket) -> None:
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed. Reopen it or register a new one."))
