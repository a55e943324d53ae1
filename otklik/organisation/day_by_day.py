"""Working time told day by day: why four hours on a Friday evening end on Tuesday at noon. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from otklik.core.translated import Translated
from otklik.organisation.worktime import Timetable

MOST_DAYS = 92
"""A stretch of more days is not told day by day."""
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class DayWorked:
    """Local dates that follow one another and have the same to tell: `worked` on all of them together, by a
    special day's `name` where it has one."""

    first: date
    last: date
    worked: timedelta
    name: Translated | None = None


def day_by_day(
    timetable: Timetable, zone: str, names: Mapping[date, Translated], start: datetime, end: datetime
) -> Sequence[DayWorked]:
    """What was worked from `start` to `end` on each local date of `zone`; days off that follow one another
    are told as one. `names`: the special days. Nothing for a stretch within one date, or of too many."""
    here = ZoneInfo(zone)
    first, last = start.astimezone(here).date(), end.astimezone(here).date()
    if not _DAY <= last - first <= MOST_DAYS * _DAY:
        return []
    found: list[DayWorked] = []
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        begin = max(start, datetime.combine(day, time(), here))
        stop = min(end, datetime.combine(day + _DAY, time(), here))
        one = DayWorked(day, day, timetable.between(begin, stop), names.get(day))
        if found and _is_same(found[-1], one):
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(one)
    return found


def _is_same(before: DayWorked, one: DayWorked) -> bool:
    """Days off of one kind."""
    return before.worked == one.worked == _NOTHING and before.name == one.name
