"""Which team a ticket stands in when it is given to an employee, and who can be given a ticket at all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import Invalid
from otklik.people.queries import staff


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
