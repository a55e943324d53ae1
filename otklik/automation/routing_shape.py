"""What a routing rule is made of, for whoever sets up routing (ROUTE-1)."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.events import ROUTING_RULE_CHANGED
from otklik.automation.models import RoutingRule
from otklik.automation.routing_table import routing_rules
from otklik.core.configuring.kinds import One, Several
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.people.queries import staff
from otklik.people.shapes import agents, teams
from otklik.rules.in_order import OrderedTable, declare_table
from otklik.rules.shape_fields import ABOUT, ENABLED, NAME, condition, kept_as

TABLE = declare_table(OrderedTable("routing", "routing_rule", routing_rules))
GIVES = ("team", "agent", "observer_agents", "observer_teams")
_DECIDES = ("team_id", "agent_id", "observer_agents", "observer_teams")
_THEN = _("What it does")


def _check(_row: RoutingRule | None, values: Values) -> None:
    if not any(values[name] for name in GIVES):
        raise Invalid({"team": gettext("Say at least one: whose the ticket is, or who follows it.")})
    agent = staff().agents.get(_id(values["agent"]))
    if agent is not None and values["team"] and _id(values["team"]) not in agent.team_ids:
        raise Invalid({"agent": gettext("This employee is not in the team. Choose another.")})


def _id(value: object) -> int:
    return value if isinstance(value, int) else 0


ROUTING_RULE = declare(
    Shape(
        kind="routing_rule",
        model=RoutingRule,
        one=_("Routing rule"),
        many=_("Routing"),
        event=ROUTING_RULE_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        settle=kept_as(TABLE.key, _DECIDES),
        fields=(
            NAME,
            ENABLED,
            condition(_("The first rule in the list that holds for a new ticket is taken.")),
            Field(
                "team",
                _("Team"),
                One(teams, empty=_("as without the rule")),
                attr="team_id",
                group=_THEN,
                if_empty="",
            ),
            Field(
                "agent",
                _("Employee"),
                One(agents, empty=_("whom the team chooses")),
                _("What a person has chosen on the form stays."),
                attr="agent_id",
                group=_THEN,
                if_empty="",
            ),
            Field(
                "observer_teams",
                _("Teams that follow it"),
                Several(teams),
                default=(),
                group=_THEN,
                if_empty="",
            ),
            Field(
                "observer_agents",
                _("Employees who follow it"),
                Several(agents, looks="people"),
                _("Besides those who follow the client's tickets anyway."),
                default=(),
                group=_THEN,
                if_empty="",
            ),
            ABOUT,
        ),
    )
)
