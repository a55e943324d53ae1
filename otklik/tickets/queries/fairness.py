"""Who of a team was given how much, against their share (NEW-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from otklik.core.errors import Denied
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.models import Team
from otklik.people.queries import Share, staff
from otklik.tickets.enums import Given
from otklik.tickets.models import AssignmentReason
from otklik.tickets.queries.load import loads_of

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Line:
    """A member: what came and left in the period, open tickets now, and their share of the team's turns.

    `meant` and `got` are parts of what was given by turn, from 0 to 1. `is_member`: still in the team.
    """

    agent_id: int
    numbers: Mapping[Given, int]
    load: int
    share: Share
    meant: float
    got: float
    is_member: bool


def fairness(actor: Actor, team: Team, since: datetime, until: datetime) -> Sequence[Line]:
    """The team's members, and who else had its tickets in [since, until), by name; for the team's lead and
    administrators. `Denied` for others; at most a year. Two queries, whatever the number of tickets shown."""
    if team.pk not in led_by(actor):
        raise Denied(_("This is for the team's lead and administrators."))
    since = max(since, until - LONGEST)
    rows = AssignmentReason.objects.filter(team=team, at__gte=since, at__lt=until)
    counted: dict[int, dict[Given, int]] = {}
    for agent_id, how, number in rows.order_by().values_list("agent_id", "how").annotate(number=Count("pk")):
        counted.setdefault(agent_id, {})[Given(how)] = number
    people = staff()
    members = {agent.id for agent in people.members(team.pk)}
    shown = sorted(members | set(counted), key=lambda pk: (pk not in members, people.agents[pk].name))
    shares = {pk: people.shares.get((team.pk, pk), Share()) for pk in shown}
    whole = sum(shares[pk].weight for pk in members) or 1
    given = sum(numbers.get(Given.BY_TURN, 0) for numbers in counted.values()) or 1
    loads = loads_of(shown)
    return [
        Line(
            agent_id=pk,
            numbers=counted.get(pk, {}),
            load=loads.get(pk, 0),
            share=shares[pk],
            meant=shares[pk].weight / whole if pk in members else 0.0,
            got=counted.get(pk, {}).get(Given.BY_TURN, 0) / given,
            is_member=pk in members,
        )
        for pk in shown
    ]
