"""Who works on a ticket: taking, giving, handing over, giving back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorKind, ActorRef
from otklik.core.errors import Conflict, Denied, NotPossible
from otklik.core.events import Change, EventKind, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets import lifecycle
from otklik.tickets.access import ASSIGN, TRANSFER, may, may_return, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.in_hand import is_in_hand
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.placing import team_for
from otklik.tickets.commands.readers import admit_holders, renew_readers
from otklik.tickets.enums import State
from otklik.tickets.events import TICKET_ASSIGNED, TICKET_RELEASED, TICKET_TAKEN
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow

ASSIGNMENT = ("assignee", "team", "assigned_at", "opened_at", "returned_at")


@transaction.atomic
def take(actor: Actor, ticket: Ticket, *, version: int | None = None) -> Ticket:
    """Become the assignee of a ticket of one's team; new and assigned ones move to In progress.

    Needs `tickets.assign`. Writes `ticket.taken`. One that a colleague has in processing (ROUTE-8) raises
    `Conflict` for whoever may not make it new again. Taking what one has already changes nothing;
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
    _refuse_in_hand(actor, row)
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
    choice: Mapping[str, object] | None = None,
) -> Ticket:
    """Give a ticket to an employee, to a team, or to an employee of a team; both None: to nobody.

    Needs `tickets.assign`; another team than the present one needs `tickets.transfer`. An employee who is
    not in the team is refused; an employee alone keeps the team when they are in it, else brings their own.
    Writes `ticket.assigned` (`data.why`: the routing's reason, `data.choice`: who was weighed).
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
    data: dict[str, object] = {"why": why} if why else {}
    _change(
        actor.ref,
        row,
        TICKET_ASSIGNED,
        agent_id,
        team_id,
        code,
        data | ({"choice": choice} if choice else {}),
    )
    return row


@transaction.atomic
def release(actor: Actor, ticket: Ticket, *, version: int | None = None, why: str = "") -> Ticket:
    """Take a ticket from its assignee; it stays with its team. Needs `tickets.assign`.

    Writes `ticket.released` (`data.why` where it went back by itself). One that nobody has stays as it is;
    `Conflict` on a stale `version`.
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    if row.assignee_id is None:
        return row
    expect(row, version)
    _refuse_closed(row)
    current = workflow().statuses[row.status_id].code
    code = "assigned" if current == "in_progress" else ""
    _change(actor.ref, row, TICKET_RELEASED, None, row.team_id, code, {"why": why} if why else {})
    return row


def become_assignee(by: ActorRef, row: Ticket, agent_id: int, *, opened: bool = False) -> None:
    """The locked ticket's assignee is this agent from now on; for what is taken by the way. `opened`: by
    opening it."""
    info = staff().agents[agent_id]
    team_id = row.team_id or (min(info.team_ids) if len(info.team_ids) == 1 else None)
    current = workflow().statuses[row.status_id].code
    code = "in_progress" if current in lifecycle.NOT_BEGUN else ""
    _change(by, row, TICKET_TAKEN, agent_id, team_id, code, {"opened": True} if opened else {})


def make_new(by: ActorRef, row: Ticket, why: str) -> None:
    """The locked ticket is nobody's in its team, and new again; for commands that have checked the right.

    Writes `ticket.released`.
    """
    code = workflow().system(State.NEW).code
    _change(by, row, TICKET_RELEASED, None, row.team_id, code, {"why": why})


def hand_to_team(by: ActorRef, row: Ticket, team_id: int, why: str) -> None:
    """The locked ticket is this team's and nobody's in it; for commands that have checked the right.

    Writes `ticket.assigned`.
    """
    code = "assigned" if row.state == State.NEW else ""
    _change(by, row, TICKET_ASSIGNED, None, team_id, code, {"why": why})


def _change(
    by: ActorRef,
    row: Ticket,
    kind: EventKind,
    agent_id: int | None,
    team_id: int | None,
    code: str,
    data: Mapping[str, object],
) -> None:
    leaves = row.assignee_id is not None and row.assignee_id != agent_id
    opens = by.kind is ActorKind.AGENT and by.id == agent_id
    changes = put_holders(row, agent_id, team_id, code, opens=opens)
    if leaves:
        renew_readers(row)
    else:
        admit_holders(row)
    record(kind, by, Subject("ticket", row.pk, row.pk), changes=changes, data=data)


def put_holders(
    row: Ticket, agent_id: int | None, team_id: int | None, code: str, *, opens: bool = False
) -> list[Change]:
    """Write whose the locked ticket is, and the status of this code where there is one; what changed.

    For commands that go on to keep its readers and record the event. `opens`: they took it themselves.
    """
    flow = workflow()
    status = flow.statuses[row.status_id]
    changes = []
    if row.team_id != team_id:
        changes.append(Change("team", row.team_id, team_id))
    if row.assignee_id != agent_id:
        changes.append(Change("assignee", row.assignee_id, agent_id))
        row.assigned_at = clock.now() if agent_id else None
        row.opened_at = row.assigned_at if opens else None
    target = flow.named(code) if code else None
    if target is not None and target.pk != status.pk and flow.fits(target, row.type_id):
        changes.append(Change("status", status.code, target.code))
        status = target
    row.assignee_id, row.team_id, row.returned_at = agent_id, team_id, None
    standing.save(row, status, ASSIGNMENT)
    return changes


def _refuse_closed(row: Ticket) -> None:
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed. Reopen it or register a new one."))


def _refuse_in_hand(actor: Actor, row: Ticket) -> None:
    holder = staff().agents.get(row.processing_by_id or 0) if is_in_hand(row) else None
    if holder is not None and not may_return(actor, row):
        raise Conflict(_("%(name)s has it in processing.") % {"name": holder.name})
