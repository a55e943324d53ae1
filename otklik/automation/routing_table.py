"""Routing rules in memory, and what keeps one from being done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from otklik.automation.models import RoutingRule
from otklik.core.small import SmallTable
from otklik.people.queries import staff
from otklik.rules.matching import Ready, ready
from otklik.rules.stored import Fault, Why


def routing_rules() -> Sequence[Ready[RoutingRule]]:
    """Every rule in its order, those switched off too; hidden ones are left out."""
    return ROUTING_RULES.get()


def faults_of_result(rule: RoutingRule) -> Iterator[Fault]:
    """A team out of use, an employee who works here no longer, or who has left the team."""
    people = staff()
    team, agent = people.teams.get(rule.team_id or 0), people.agents.get(rule.agent_id or 0)
    if rule.team_id is not None and (team is None or team.hidden):
        yield Fault("", Why.RESULT, value=team.name if team else None)
    if rule.agent_id is not None and (agent is None or not agent.is_active):
        yield Fault("", Why.RESULT, value=agent.name if agent else None)
    elif agent is not None and team is not None and team.pk not in agent.team_ids:
        yield Fault("", Why.APART, value=team.name)


def _load() -> Sequence[Ready[RoutingRule]]:
    rows = RoutingRule.objects.filter(hidden=False).select_related("current").order_by("position", "id")
    return ready(rows, faults_of_result)


ROUTING_RULES: SmallTable[Sequence[Ready[RoutingRule]]] = SmallTable(_load)
