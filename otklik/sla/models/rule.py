"""Which deadlines a ticket has, by rules in order."""

from __future__ import annotations

from django.db import models

from otklik.organisation.models import Calendar
from otklik.rules.models import OrderedRule


class SlaRule(OrderedRule):
    """Within how much working time a ticket is taken up, done, answered (SLA-2). Empty: not promised.

    Times are minutes by the calendar, without one the default; with `company_zone` in the time zone of the
    client's company, where it has one (SLA-1).
    """

    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="+")
    company_zone = models.BooleanField(default=False)
    reaction = models.PositiveIntegerField(null=True)
    resolution = models.PositiveIntegerField(null=True)
    answer = models.PositiveIntegerField(null=True)
