"""Saying by the API who of ours looks after a client and who follows its new tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otklik.api import references
from otklik.api.schemas.our_people import OurPeopleIn
from otklik.clients.commands import Client, Manager, Observers, set_manager, set_observers
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact, Site


def with_our_people(actor: Actor, row: Client, body: OurPeopleIn) -> Client:
    """The client with the manager and the observers that were sent; what is left out stays."""
    if body.model_fields_set & {"manager_agent", "manager_team"}:
        row = set_manager(actor, row, _manager(body))
    if body.model_fields_set & {"observer_agents", "observer_teams"}:
        row = set_observers(actor, row, _observers(row, body))
    return row


def _manager(body: OurPeopleIn) -> Manager:
    agent = references.agent("manager_agent", body.manager_agent) if body.manager_agent else None
    team = references.team(body.manager_team, "manager_team")
    return Manager(agent.id if agent else None, team.pk if team else None)


def _observers(row: Company | Contact | Site, body: OurPeopleIn) -> Observers:
    """Those sent; of a list left out, those there are."""
    agents, teams = row.observer_agents, row.observer_teams
    if body.observer_agents is not None:
        agents = [references.agent("observer_agents", uid).id for uid in body.observer_agents]
    if body.observer_teams is not None:
        found = [references.team(code, "observer_teams") for code in body.observer_teams]
        teams = [team.pk for team in found if team is not None]
    return Observers(agents, teams)
