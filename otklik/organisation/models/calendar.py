"""When work is done: calendars with their weeks by validity and the days that differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class Calendar(models.Model):
    """A service calendar; what it says stands in its versions and days, the arithmetic in `worktime`.

    An empty `zone` is the installation's. `country` (ISO 3166) keeps that country's holidays of this and the
    next year loaded; `loaded_through` is the last year that was, so that a holiday taken out stays out.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    zone = models.CharField(max_length=64, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    loaded_through = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class CalendarWeek(models.Model):
    """A working week in force from a date on; without one: from the beginning.

    `spans`: seven lists, Monday first, of [from, to] in minutes since midnight; past 1440: into the next day.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="weeks")
    valid_from = models.DateField(null=True)
    spans = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "valid_from"], name="calendar_week_once"),
            models.UniqueConstraint(
                fields=["calendar"], condition=Q(valid_from=None), name="calendar_first_week_once"
            ),
        ]

    def __str__(self) -> str:
        return f"week of {self.calendar_id} from {self.valid_from}"


class CalendarDay(models.Model):
    """A date that differs from its week: closed (no spans), shortened, or worked out of turn."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    spans = models.JSONField()
    name = TranslatedField()
    from_holidays = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} of {self.calendar_id}"
