"""Who of us looks after a client, as cells."""

from __future__ import annotations

from collections.abc import Mapping

from otklik.clients.models import Company, Contact, Site
from otklik.importing.kinds.columns import column, joined, words_column
from otklik.people.queries import staff

MANAGER = column(
    "manager",
    "Менеджер",
    "Manager",
    *("ответственный менеджер", "ответственный", "куратор", "responsible", "account manager"),
)
OBSERVERS = words_column("observers", "Наблюдатели", "Observers", "observer", "наблюдатель")


def our_people(client: Company | Contact | Site) -> Mapping[str, str]:
    """Manager and observers by addresses and names, as they are read again."""
    agents = [_agent(pk) for pk in client.observer_agents]
    teams = [_team(pk) for pk in client.observer_teams]
    return {
        "manager": manager_word(client.manager_agent_id, client.manager_team_id),
        "observers": joined(word for word in (*agents, *teams) if word),
    }


def manager_word(agent_id: int | None, team_id: int | None) -> str:
    """Who looks after something, as it is read again."""
    return _agent(agent_id) or _team(team_id)


def _agent(pk: int | None) -> str:
    found = staff().agents.get(pk or 0)
    return (found.email or found.name) if found else ""


def _team(pk: int | None) -> str:
    found = staff().teams.get(pk or 0)
    return str(found.name) if found else ""
