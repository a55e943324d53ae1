"""The table of routing rules, as whoever explains and tries rules knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otklik.automation.models import RoutingRule
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.routing_table import routing_rules
from otklik.rules.facts import TicketFacts
from otklik.rules.tables import Outcome, RuleTable
from otklik.tickets.commands.ruled import whose


def routed(rule: RoutingRule | None, facts: TicketFacts) -> Outcome:
    """Whose a ticket becomes when it is registered, and who follows it by the rule; without one, or where it
    says neither team nor employee, whose catalogue and managers make it. What a person chose stays."""
    ticket = facts.ticket
    found: dict[str, object] = {"team": ticket.team_id, "assignee": ticket.assignee_id, "observer": []}
    if rule is None:
        return found
    if (rule.team_id is not None or rule.agent_id is not None) and not facts.is_chosen:
        agent_id, team_id = whose(ticket, rule.team_id, rule.agent_id)
        found |= {"team": team_id, "assignee": agent_id}
    agents = (f"agent:{pk}" for pk in rule.observer_agents)
    return found | {"observer": [*agents, *(f"team:{pk}" for pk in rule.observer_teams)]}


ROUTING_TABLE = RuleTable(
    key="routing",
    title=_("Routing"),
    shape=ROUTING_RULE,
    rules=routing_rules,
    outcome=routed,
)
