"""Whose tickets are, and who follows them, when nothing else says so: the installation's own settings
(ROUTE-2)."""

from __future__ import annotations

from otklik.organisation import settings
from otklik.people.queries import AgentInfo, staff

DEFAULT_TEAM = settings.declare(
    "tickets.default_team", "", "Code of the team for new tickets that nothing else gives to anybody."
)
DEFAULT_AGENT = settings.declare(
    "tickets.default_agent", "", "Uid of the employee for new tickets that nothing else gives to anybody."
)
OBSERVER_AGENTS = settings.declare(
    "tickets.default_observer_agents", list[str](), "Uids of employees who follow every new ticket."
)
OBSERVER_TEAMS = settings.declare(
    "tickets.default_observer_teams", list[str](), "Codes of teams that follow every new ticket."
)


def default_team() -> int | None:
    """The team, while it is in use."""
    return next(iter(_teams([DEFAULT_TEAM.get()])), None)


def default_agent() -> AgentInfo | None:
    """The employee, while they work here."""
    found = staff().by_uid.get(DEFAULT_AGENT.get())
    return found if found is not None and found.is_active else None


def observers() -> tuple[list[int], list[int]]:
    """Employees and teams who follow everything; who has left and what is hidden is left out."""
    known = (staff().by_uid.get(uid) for uid in OBSERVER_AGENTS.get())
    return [agent.id for agent in known if agent and agent.is_active], _teams(OBSERVER_TEAMS.get())


def _teams(codes: list[str]) -> list[int]:
    return [team.pk for team in staff().open_teams() if team.code in codes]
