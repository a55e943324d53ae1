"""Who of ours looks after a client, and who follows its new tickets: the same for companies, contacts and
sites."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Word
from otklik.api.schemas.refs import Coded, Named, agent_ref, team_ref

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact, Site


class OurPeople(BaseModel):
    """What staff read of it."""

    manager_agent: Named | None = Field(
        default=None, description=_("The employee who looks after the client.")
    )
    manager_team: Coded | None = Field(default=None, description=_("The team that looks after the client."))
    observer_agents: list[Named] = Field(description=_("Employees who follow new tickets of the client."))
    observer_teams: list[Coded] = Field(description=_("Teams that follow new tickets of the client."))


class OurPeopleIn(Input):
    """What is sent: an agent or a team as manager; lists are replaced whole."""

    manager_agent: UUID | None = Field(default=None, description=_("uid of the agent who looks after it."))
    manager_team: Word | None = Field(default=None, description=_("Code of the team that looks after it."))
    observer_agents: list[UUID] | None = Field(
        default=None, max_length=100, description=_("uids of agents who follow every new ticket.")
    )
    observer_teams: list[Word] | None = Field(
        default=None, max_length=100, description=_("Codes of teams that follow every new ticket.")
    )


def our_people(row: Company | Contact | Site) -> dict[str, object]:
    """The fields of `OurPeople`."""
    return {
        "manager_agent": agent_ref(row.manager_agent_id),
        "manager_team": team_ref(row.manager_team_id),
        "observer_agents": list(filter(None, map(agent_ref, row.observer_agents))),
        "observer_teams": list(filter(None, map(team_ref, row.observer_teams))),
    }
