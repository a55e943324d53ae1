"""Which contract a ticket is under: named, else the one that covers it. It stays as the contract changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.clients.contract_choice import About, contract_for, is_of_company
from otklik.clients.contract_cover import Why
from otklik.clients.models import Contract
from otklik.core.errors import Invalid
from otklik.core.events import Change
from otklik.tickets.models import Ticket

NAME = "contract"


def put_contract(ticket: Ticket, named: Contract | None) -> Why | None:
    """Write the contract into a new ticket; why this one, where nobody named it.

    `Invalid` for one that is not the company's. Asks nothing of the database where there are none.
    """
    if named is not None:
        _check(ticket, named)
        ticket.contract = named
        return None
    chosen = contract_for(about_of(ticket))
    ticket.contract_id = chosen.id if chosen else None
    return chosen.why if chosen else None


def move_contract(ticket: Ticket, named: Contract | None, emptied: frozenset[str]) -> list[Change]:
    """The same for a ticket there is: None leaves, `contract` in `emptied` takes away. One that is not of the
    company the ticket went to makes room for the one that covers it there. What changed, from and to."""
    before = ticket.contract_id
    if named is not None:
        _check(ticket, named)
        ticket.contract = named
    elif NAME in emptied:
        ticket.contract = None
    elif ticket.contract is not None and not is_of_company(ticket.contract, ticket.company_id):
        chosen = contract_for(about_of(ticket))
        ticket.contract_id = chosen.id if chosen else None
    return [Change(NAME, before, ticket.contract_id)] if ticket.contract_id != before else []


def about_of(ticket: Ticket) -> About:
    """What decides about a ticket's contract."""
    return About(
        ticket.company_id,
        ticket.service_id,
        ticket.site_id,
        ticket.asset_id,
        ticket.asset.site_id if ticket.asset_id and ticket.asset else None,
    )


def _check(ticket: Ticket, contract: Contract) -> None:
    if not is_of_company(contract, ticket.company_id):
        raise Invalid({NAME: _("This contract is of another company than the ticket.")})
