"""The ticket a registration would make, kept nowhere: what it would be promised is told before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otklik.fields.commands import filled
from otklik.tickets.commands import standing
from otklik.tickets.commands.agreed import put_contract
from otklik.tickets.commands.register import Registration, first_status, give, new_row, place_of
from otklik.tickets.commands.whereabouts import put_where
from otklik.tickets.custom import TICKET, bound_of

if TYPE_CHECKING:
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket


def drafted(actor: Actor, what: Registration) -> Ticket:
    """The row with client, place, contract, custom fields and status as `register` gives them, before rules
    are asked; of custom fields those that are right so far. Writes nothing, no event. For whoever may name
    what is named.

    `Invalid` as `register` for a place, contract or assignee that does not fit."""
    ticket = new_row(actor, what)
    put_where(ticket, what.site, what.asset)
    put_contract(ticket, what.contract)
    ticket.custom = filled(actor, TICKET.kind, what.fields or {}, bound_of(ticket)) or None
    give(ticket, place_of(what, ticket))
    standing.settle(ticket, first_status(ticket))
    return ticket


def hand_draft(ticket: Ticket, team_id: int | None, agent_id: int | None) -> None:
    """A draft is theirs, with the status that brings along. Writes nothing; for rules asked ahead."""
    ticket.team_id, ticket.assignee_id = team_id, agent_id
    standing.settle(ticket, first_status(ticket))
