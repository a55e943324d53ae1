"""Who follows a ticket from its first moment (ROUTE-2)."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.people.models import Agent
from otklik.people.queries import staff
from otklik.tickets import house
from otklik.tickets.models import Ticket


def followers(ticket: Ticket, named: Sequence[Agent]) -> tuple[list[int], list[int]]:
    """Employees and teams, apart: those named at registration, and the default ones of the installation, the
    way in, site, contact and company together.

    Each once; who works here no longer and teams out of use are left out of the defaults. Reads nothing but
    what registration holds already.
    """
    of_house, teams = house.observers()
    agents = [*(agent.pk for agent in named), *of_house]
    people = staff()
    for source in (ticket.account, ticket.site, ticket.contact, ticket.company):
        if source is not None:
            known = (people.agents.get(pk) for pk in source.observer_agents)
            agents += [agent.id for agent in known if agent is not None and agent.is_active]
            groups = (people.teams.get(pk) for pk in source.observer_teams)
            teams += [team.pk for team in groups if team is not None and not team.hidden]
    return list(dict.fromkeys(agents)), list(dict.fromkeys(teams))
