"""Who of ours looks after a client and follows its tickets, as cards show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.people.queries import staff
from otklik.web.typography import initials

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact, Contract, Site


@dataclass(frozen=True)
class Someone:
    """An employee or a team. `key` picks the hue; a team has none."""

    name: str
    note: str
    initials: str
    key: int | None


def manager_of(client: Company | Contact | Contract | Site) -> Someone | None:
    """Who looks after a client; None for nobody, or for who works here no longer."""
    if client.manager_team_id:
        return _team(client.manager_team_id)
    return _agent(client.manager_agent_id) if client.manager_agent_id else None


def observers_of(client: Company | Contact | Site) -> Sequence[Someone]:
    """Teams first, then employees; who has left follows nothing."""
    found = [*map(_team, client.observer_teams), *map(_agent, client.observer_agents)]
    return [one for one in found if one is not None]


def _team(pk: int) -> Someone | None:
    team = staff().teams.get(pk)
    return Someone(str(team.name), _("team"), "", None) if team and not team.hidden else None


def _agent(pk: int) -> Someone | None:
    agent = staff().agents.get(pk)
    if agent is None or not agent.is_active:
        return None
    return Someone(agent.name, agent.position, initials(agent.name), agent.id)
