"""What an agent has seen, and whom they can mention."""

from __future__ import annotations

from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.tickets.models import Seen, Ticket

_MARKS: Prepared[int] = Prepared(lambda message_id: message_id)


def seen_message(actor: Actor, ticket: Ticket) -> int:
    """The id of the last message this agent has had before them; 0 when the ticket was never opened."""
    if actor.agent_id is None:
        return 0
    return next(iter(_MARKS.rows(_mark, actor.agent_id, ticket.pk)), 0)


def _mark(agent_id: int, ticket_id: int) -> Rows:
    return Seen.objects.filter(agent_id=agent_id, ticket_id=ticket_id).values_list("message_id")
