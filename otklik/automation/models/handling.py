"""What tickets of teams and types take (NEW-8)."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import TicketType
from otklik.people.models import Team


class HandlingTime(models.Model):
    """The median of what tickets took in the last 90 days, of a team and type; type None: over all types of
    the team. Written by `radar.measuring` alone; `automation.radar.handling` says how it is counted."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    type = models.ForeignKey(TicketType, null=True, on_delete=models.CASCADE, related_name="+")
    median = models.DurationField()
    cases = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.median} of {self.team_id}"
