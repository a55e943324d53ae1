"""What an agent has seen, and whom they can mention."""

from __future__ import annotations

from otklik.people.actor import Actor
from otklik.tickets.models import Seen, Ticket


def seen_message(actor: Actor, ticket: Ticket) -> int:
    """The id of the last message this agent has had before them; 0 when the ticket was never opened."""
    if actor.agent_id is None:
        return 0
    mark = (
        Seen.objects.filter(agent_id=actor.agent_id, ticket=ticket)
        .values_list("message_id", flat=True)
        .first()
    )
    return mark or 0
