"""Reads about what happens by rule, for whoever sets it up."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.automation.models import RoutingRule, Trigger


def every_routing_rule() -> Sequence[RoutingRule]:
    """Every routing rule in its order, hidden ones too."""
    return list(RoutingRule.objects.select_related("current").order_by("position", "id"))


def every_trigger() -> Sequence[Trigger]:
    """Every trigger in its order, hidden ones too."""
    return list(Trigger.objects.select_related("current").order_by("position", "id"))
