"""The one writer of what follows from status, last public message and due moment."""

from __future__ import annotations

from collections.abc import Iterable

from otklik.core import clock
from otklik.core.inserting import rewrite
from otklik.tickets import lifecycle
from otklik.tickets.commands import in_hand
from otklik.tickets.enums import OPEN_STATES, State, Turn
from otklik.tickets.models import Status, Ticket

DERIVED = ("state", "is_open", "turn", "turn_since", "rank", "due_sort", "updated_at", "version")


def settle(ticket: Ticket, status: Status) -> None:
    """Set state, turn, rank and due order from the status and the last public message. Saves nothing."""
    state = State(status.state)
    turn = Turn(status.turn) if status.turn else None
    stands = lifecycle.standing(state, client_spoke_last=ticket.last_by_client, status_turn=turn)
    now = clock.now()
    # Ours while we work and ours because the client waits are two waits: the second begins with the message.
    if (ticket.turn, ticket.rank) != (stands.turn, stands.rank):
        ticket.turn_since = now
    ticket.status = status
    ticket.state = state
    ticket.is_open = state in OPEN_STATES
    ticket.turn = stands.turn
    ticket.rank = stands.rank
    ticket.due_sort = lifecycle.due_sort(ticket.due_at, ticket.react_by, ticket.created_at)
    ticket.updated_at = now


def save(ticket: Ticket, status: Status, fields: Iterable[str] = ()) -> None:
    """Settle, count the version up and write these fields with the derived ones; its processing follows."""
    settle(ticket, status)
    ticket.version += 1
    rewrite(ticket, {*DERIVED, "status", *fields, *in_hand.follow(ticket, status)})
