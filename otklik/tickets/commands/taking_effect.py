"""What a reply does to its ticket from the moment it is sent."""

from __future__ import annotations

from otklik.core.actors import ActorRef
from otklik.core.circumstances import batch
from otklik.core.events import Subject, record
from otklik.people.queries import staff
from otklik.tickets.commands import standing
from otklik.tickets.commands.assign import become_assignee
from otklik.tickets.commands.messages import FIELDS
from otklik.tickets.commands.status import move
from otklik.tickets.enums import State
from otklik.tickets.events import REPLY_SENT
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow


def take_effect(by: ActorRef, row: Ticket, message: Message, status: str) -> None:
    """The reply counts from here. Who answers a ticket nobody has, and whose team it is, has taken it. Writes
    `reply.sent` and what follows, as one batch."""
    author = staff().agents.get(message.agent_id or 0)
    teams = author.team_ids if author else frozenset()
    if row.first_reply_at is None:
        row.first_reply_at = message.created_at
    row.returned_at = None
    standing.save(row, workflow().statuses[row.status_id], (*FIELDS, "first_reply_at", "returned_at"))
    with batch():
        record(REPLY_SENT, by, Subject("ticket", row.pk, row.pk), data={"message": message.pk})
        if row.state == State.CLOSED:
            return
        if (
            row.assignee_id is None
            and message.agent_id is not None
            and (not row.team_id or row.team_id in teams)
        ):
            become_assignee(by, row, message.agent_id)
        if status and status != workflow().statuses[row.status_id].code:
            move(by, row, status, data={"message": message.pk})
