"""Opening a card takes a ticket that is claimed so, and the line on it that says who has it (ROUTE-8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import may_return
from otklik.tickets.commands import open_window, opens
from otklik.tickets.commands.in_hand import claims, is_in_hand
from otklik.tickets.enums import State
from otklik.tickets.queries import Card, workflow
from otklik.web.moments import reading
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from datetime import datetime

    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Line:
    """Who has, or had, it; since and until when, how long; what the reader may do. `done`: the status that
    says it is processed."""

    name: str
    is_mine: bool
    is_on: bool
    since: datetime | None
    until: datetime | None
    took: str
    may_return: bool
    done: str


def has_opened(request: OtklikRequest, found: Card) -> bool:
    """Whether opening the card took the ticket, or somebody else took it meanwhile (ROUTE-8). Not where a
    browser only fetches the page because it may be wanted."""
    if request.method != "GET" or "Sec-Purpose" in request.headers:
        return False
    if not opens(request.actor, found.ticket):
        return False
    return open_window(request.actor, found.ticket).version != found.ticket.version


def processing_of(actor: Actor, ticket: Ticket) -> dict[str, Line | None]:
    """`processing`: the line, or None where there is none to say. Asks nothing of the database."""
    holder = staff().agents.get(ticket.processing_by_id or 0)
    if ticket.processing_since is None or holder is None:
        return {"processing": None}
    told = reading()
    took = told.span((ticket.processed_at or told.now) - ticket.processing_since)
    return {
        "processing": Line(
            name=holder.name,
            is_mine=holder.id == actor.agent_id,
            is_on=is_in_hand(ticket),
            since=ticket.processing_since,
            until=ticket.processed_at,
            took=took,
            may_return=claims(ticket.team_id) and may_return(actor, ticket),
            done=workflow().system(State.RESOLVED).code,
        )
    }
