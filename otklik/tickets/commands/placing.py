"""Which team a ticket stands in: the one of whoever is given it, or the one the catalogue names (ROUTE-3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount, Service
from otklik.core.errors import Invalid
from otklik.people.queries import staff


@dataclass(frozen=True, slots=True)
class Place:
    """A team and why it: `service:<code>`, `account:<name>`, `dispatch`, or nothing when somebody chose."""

    team_id: int | None
    why: str = ""


def place_by_catalogue(service: Service | None, account: ChannelAccount | None) -> Place:
    """Where a ticket goes when nobody chose: the service's team, else the mailbox's, else the dispatchers.

    A hidden team gets nothing; without any of them the ticket is nobody's.
    """
    teams = {team.pk: team for team in staff().open_teams()}
    if service is not None and service.team_id in teams:
        return Place(service.team_id, f"service:{service.code}")
    if account is not None and account.team_id in teams:
        return Place(account.team_id, f"account:{account.name}")
    dispatch = next((pk for pk, team in teams.items() if team.is_dispatch), None)
    return Place(dispatch, "dispatch" if dispatch else "")


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
