"""When an employee is away, and when they work where that is not the team's working time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from otklik.core.ids import uuid7
from otklik.people.enums import AbsenceKind
from otklik.people.models.agent import Agent


class Absence(models.Model):
    """An employee is away from one moment to another; without an end until somebody says otherwise.

    `stand_in`: who answers meanwhile.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AbsenceKind])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, db_index=True)
    note = models.CharField(max_length=200, blank=True, default="")
    stand_in = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="absence_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} away from {self.starts_at}"


class ShiftPlan(models.Model):
    """Shifts of an employee, repeating from `begins` on: `days` holds the spans of each day of the cycle.

    Seven days make a week, which begins on a Monday; four make "two on, two off". Spans are wall-clock
    minutes of the team's calendar, as `organisation.worktime.Spans`. `keeps_holidays`: days the calendar
    closes are free. The plan that began last holds; outside of all the team's calendar does.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="shift_plans")
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    days = models.JSONField()
    keeps_holidays = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "begins"], name="shift_plan_once_a_day")]

    def __str__(self) -> str:
        return f"shifts of {self.agent_id} from {self.begins}"
