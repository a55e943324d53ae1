"""Whose a new ticket is and who follows it, by rules in order."""

from __future__ import annotations

from django.db import models

from otklik.people.models import Agent, Team
from otklik.rules.models import OrderedRule


class RoutingRule(OrderedRule):
    """To whom a ticket goes when nobody chose, and who follows it (ROUTE-1).

    Without team and employee it stays where the catalogue and the client's managers put it. `observer_agents`
    and `observer_teams` are row ids, as at companies.
    """

    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    observer_agents = models.JSONField(default=list, blank=True)
    observer_teams = models.JSONField(default=list, blank=True)
