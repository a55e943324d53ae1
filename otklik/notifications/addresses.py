"""Addresses behind an employee, a team, a ticket's observers: whoever cannot be written to is nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.people.queries import AgentInfo, staff
from otklik.tickets.models import Observer, Ticket


@dataclass(frozen=True)
class Recipient:
    """An address, and whose it is: an employee's, a contact's, or just an address of a list."""

    address: str
    name: str = ""
    agent_id: int | None = None
    contact_id: int | None = None


Group = Sequence[Recipient]


def of_agent(agent_id: int | None) -> Group:
    """The employee, while they are active and have an address."""
    agent = staff().agents.get(agent_id or 0)
    return (_of(agent),) if agent and agent.is_active and agent.email else ()


def of_team(team_id: int | None) -> Group:
    """The notification list of a team."""
    team = staff().teams.get(team_id or 0)
    return bare(team.notify) if team else ()


def of_lead(team_id: int | None) -> Group:
    """The lead of a team, without one its notification list."""
    team = staff().teams.get(team_id or 0)
    return of_agent(team.lead_id if team else None) or of_team(team_id)


def watching(ticket: Ticket, then: Sequence[Observer] | None = None) -> Group:
    """Employees who follow the ticket, and the lists of teams that do; `then`: those who did."""
    rows = Observer.objects.filter(ticket=ticket).order_by("id") if then is None else then
    return [who for row in rows for who in (of_agent(row.agent_id) or of_team(row.team_id))]


def bare(addresses: Iterable[str]) -> Group:
    """These addresses, as the employees whose they are."""
    known = staff().by_email
    return [_of(known[address]) if address in known else Recipient(address) for address in addresses]


def _of(agent: AgentInfo) -> Recipient:
    return Recipient(agent.email, agent.name, agent_id=agent.id)
