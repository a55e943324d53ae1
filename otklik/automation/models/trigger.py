"""What happens by itself when something happens to a ticket."""

from __future__ import annotations

from django.db import models

from otklik.rules.models import OrderedRule


class Trigger(OrderedRule):
    """Steps that are done when one of its events happens and its condition holds (ADM-7).

    `events` are moments (`automation.triggers.moments`); `since` and `after` (minutes, by working time with
    `working`) wake it once that long after. `actions` are steps (`automation.actions`).
    """

    events = models.JSONField(default=list, blank=True)
    since = models.CharField(max_length=16, blank=True, default="")
    after = models.PositiveIntegerField(null=True)
    working = models.BooleanField(default=False)
    actions = models.JSONField(default=list, blank=True)
