"""Routing rules in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import Field

from otklik.api.schemas.inputs import Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import Named, agent_ref
from otklik.api.schemas.rules import RuleIn, RuleOut, head
from otklik.people.queries import staff
from otklik.web.rules_told import sentences_of

if TYPE_CHECKING:
    from otklik.automation.models import RoutingRule


class RoutingRuleOut(RuleOut):
    """A rule of the ordered table."""

    sentence: str = Field(description=_("The condition in words."))
    team: str | None = Field(description=_("Code of the team; null: as without the rule."), examples=["it"])
    agent: Named | None = Field(description=_("The employee; null: nobody is named."))
    observer_teams: list[str] = Field(description=_("Codes of teams that follow."), examples=[["it"]])
    observer_agents: list[Named] = Field(description=_("Employees who follow."))


class RoutingRules(Listed):
    """A page of them, in their order."""

    items: list[RoutingRuleOut]


class RoutingRuleIn(RuleIn):
    """What is left out stays; of a new rule it is empty."""

    team: Plain | None = Field(default=None, max_length=40)
    agent: UUID | None = None
    observer_teams: list[Plain] | None = Field(default=None, max_length=100)
    observer_agents: list[UUID] | None = Field(default=None, max_length=200)


def routing_rules_out(rows: Sequence[RoutingRule]) -> list[RoutingRuleOut]:
    """Rules as they stand; names are asked for once."""
    return [_out(row, words) for row, words in zip(rows, sentences_of(rows), strict=True)]


def _out(row: RoutingRule, words: str) -> RoutingRuleOut:
    teams = staff().teams
    team = teams.get(row.team_id or 0)
    return RoutingRuleOut(
        **head(row),
        sentence=words,
        team=team.code if team is not None else None,
        agent=agent_ref(row.agent_id),
        observer_teams=[teams[pk].code for pk in row.observer_teams if pk in teams],
        observer_agents=list(filter(None, map(agent_ref, row.observer_agents))),
    )
