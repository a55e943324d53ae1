"""Which team a ticket stands in, and whose it is: of whoever is given it, or what catalogue and managers say
(ROUTE-2, ROUTE-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount, Service
from otklik.core.errors import Invalid
from otklik.people.models import Team
from otklik.people.queries import staff
from otklik.tickets import house


@dataclass(frozen=True, slots=True)
class Place:
    """A team, an employee of it, and why these: `service:<code>`, `manager:<site, contact or company>`,
    `account:<name>`, `house`, `dispatch`, or nothing when somebody chose."""

    team_id: int | None
    why: str = ""
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """What has a manager: `site`, `contact` or `company`, and who it is."""

    kind: str
    agent_id: int | None
    team_id: int | None


def place_by_default(
    service: Service | None, account: ChannelAccount | None, managed: Sequence[LookedAfter]
) -> Place:
    """Where a ticket goes when nobody chose (ROUTE-2, ROUTE-3).

    The service's team; in it the first manager who works there. Without a service's team the first manager
    (`managed`, in their order), else the mailbox's team, else the installation's default (`house`), else the
    dispatchers. Hidden teams and who works here no longer get nothing; without any of these the ticket is
    nobody's.
    """
    teams = {team.pk: team for team in staff().open_teams()}
    if service is not None and service.team_id in teams:
        return Place(service.team_id, f"service:{service.code}", _manager_in(service.team_id, managed))
    for one in managed:
        if one.team_id in teams:
            return Place(one.team_id, f"manager:{one.kind}")
        if _works(one.agent_id):
            team_id = team_for(account.team_id if account else None, one.agent_id, None)
            return Place(team_id, f"manager:{one.kind}", one.agent_id)
    if account is not None and account.team_id in teams:
        return Place(account.team_id, f"account:{account.name}")
    return _by_house() or _to_dispatch(teams)


def _by_house() -> Place | None:
    """The installation's own default: the employee where they are in the team, or bring one along."""
    team_id, agent = house.default_team(), house.default_agent()
    if team_id is not None:
        return Place(team_id, "house", agent.id if agent is not None and team_id in agent.team_ids else None)
    return Place(team_for(None, agent.id, None), "house", agent.id) if agent is not None else None


def _to_dispatch(teams: Mapping[int, Team]) -> Place:
    dispatch = next((pk for pk, team in teams.items() if team.is_dispatch), None)
    return Place(dispatch, "dispatch" if dispatch else "")


def _manager_in(team_id: int, managed: Sequence[LookedAfter]) -> int | None:
    agents = staff().agents
    mine = (one.agent_id for one in managed if _works(one.agent_id))
    return next((pk for pk in mine if pk is not None and team_id in agents[pk].team_ids), None)


def _works(agent_id: int | None) -> bool:
    info = staff().agents.get(agent_id or 0)
    return info is not None and info.is_active


def team_for(present: int | None, agent_id: int | None, team_id: int | None) -> int | None:
    """The team of a ticket given to these. An employee alone keeps the present team when they are in it, else
    brings their own.

    `Invalid` for a hidden team, an inactive employee, and one who is not in the team named.
    """
    people = staff()
    if team_id is not None and (team_id not in people.teams or people.teams[team_id].hidden):
        raise Invalid({"team": _("There is no such team any more. Choose another.")})
    if agent_id is None:
        return team_id
    info = people.agents.get(agent_id)
    if info is None or not info.is_active:
        raise Invalid({"assignee": _("This employee no longer works here. Choose another.")})
    if team_id is not None:
        if team_id not in info.team_ids:
            raise Invalid({"assignee": _("This employee is not in the team. Choose another.")})
        return team_id
    return present if present in info.team_ids or not info.team_ids else min(info.team_ids)
