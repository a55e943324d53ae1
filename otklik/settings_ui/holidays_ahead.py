"""What a country's holidays would make of a calendar, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR

from otklik.core import clock
from otklik.organisation.calendars import preview_holidays
from otklik.organisation.commands import CalendarSpec
from otklik.organisation.holidays import countries
from otklik.organisation.worktime import Hours
from otklik.web.day_hours import shown_spans


@dataclass(frozen=True)
class DayAhead:
    """A day that would come into the list. `stands`: it is there already, as somebody typed it, and stays."""

    date: date
    weekday: str
    name: str
    usually: str
    then: str
    stands: bool


def days_ahead(spec: CalendarSpec) -> Sequence[DayAhead]:
    """This year's and the next's, by the weeks and days of a calendar that nobody has saved yet. Nothing
    without a country."""
    if spec.country not in countries():
        return []
    own = {day.date: day.spans for day in spec.days}
    year = clock.now().year
    return [
        DayAhead(
            date=day.date,
            weekday=str(WEEKDAYS_ABBR[day.date.weekday()]),
            name=str(day.name),
            usually=shown_spans(day.before),
            then=shown_spans(day.after),
            stands=day.date in own,
        )
        for day in preview_holidays(Hours("UTC", spec.weeks, own), spec.country, (year, year + 1))
    ]
