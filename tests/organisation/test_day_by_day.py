"""A stretch of working time told day by day."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from otklik.core.translated import Translated
from otklik.organisation.day_by_day import MOST_DAYS, DayWorked, day_by_day
from otklik.organisation.worktime import ALWAYS
from tests.organisation.test_worktime import HOUR, at, table

MINUTE = timedelta(minutes=1)
OFF = Translated({"ru": "Выходной", "en": "Off"})
MONDAY = date(2026, 11, 23)


def test_friday_evening_until_tuesday_noon() -> None:
    """Ten minutes of Friday, the weekend as one, a holiday by its name, the rest on Tuesday."""
    timetable = table(days={MONDAY: ()})
    told = day_by_day(
        timetable, "Europe/Moscow", {MONDAY: OFF}, at("2026-11-20T17:50"), at("2026-11-24T12:50")
    )
    assert told == [
        DayWorked(date(2026, 11, 20), date(2026, 11, 20), 10 * MINUTE),
        DayWorked(date(2026, 11, 21), date(2026, 11, 22), timedelta(0)),
        DayWorked(MONDAY, MONDAY, timedelta(0), OFF),
        DayWorked(date(2026, 11, 24), date(2026, 11, 24), 3 * HOUR + 50 * MINUTE),
    ]


def test_dates_are_those_of_the_calendar_and_summer_time_is_counted() -> None:
    """From 23:00 to 1:00 of Berlin, though it is one date in UTC; a day of 23 hours has 23."""
    berlin = table(ALWAYS, "Europe/Berlin")
    begin, end = at("2026-03-28T22:00").astimezone(UTC), at("2026-03-30T02:00").astimezone(UTC)
    told = day_by_day(berlin, "Europe/Berlin", {}, begin, end)
    assert [(one.first.day, one.worked / HOUR) for one in told] == [(28, 4), (29, 23), (30, 1)]
    assert sum((one.worked for one in told), timedelta(0)) == berlin.between(begin, end)


def test_a_stretch_of_one_date_or_of_a_season_is_not_told() -> None:
    begin = at("2026-11-20T10:00")
    for end in (begin + HOUR, begin + timedelta(days=MOST_DAYS + 1)):
        assert day_by_day(table(), "Europe/Moscow", {}, begin, end) == []
