"""Working time as the demo's people keep it: Monday to Friday, nine to six, Moscow. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Moscow")
OPENS, CLOSES = time(9), time(18)
DAY = timedelta(hours=9)
"""A day's working time: what `2d` in a conversation means twice."""
_SATURDAY = 5


def shift(at: datetime, by: timedelta) -> datetime:
    """The moment this much working time after `at` (negative: before); always inside working hours."""
    local = at.astimezone(ZONE)
    moved = _later(local, by) if by >= timedelta() else _earlier(local, -by)
    return moved.astimezone(UTC)


def last_working(at: datetime) -> datetime:
    """`at` itself inside working hours, else the end of the last working day before it."""
    return shift(at, -timedelta(microseconds=1)) + timedelta(microseconds=1)


def _later(local: datetime, left: timedelta) -> datetime:
    day = local.date()
    while True:
        start, end = max(_at(day, OPENS), local), _at(day, CLOSES)
        if day.weekday() < _SATURDAY and start < end:
            if left < end - start:
                return start + left
            left -= end - start
        day += timedelta(days=1)


def _earlier(local: datetime, left: timedelta) -> datetime:
    day = local.date()
    while True:
        start, end = _at(day, OPENS), min(_at(day, CLOSES), local)
        if day.weekday() < _SATURDAY and start < end:
            if left < end - start:
                return end - left
            left -= end - start
        day -= timedelta(days=1)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)
