"""Who is at work when: shifts, calendars and absences as arithmetic.

Pure. A shift plan is turned into `Hours` of `organisation.worktime`, whose timetable knows summer time and
shifts across midnight; an absence takes real time out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from otklik.organisation.worktime import (
    ALWAYS,
    NEVER,
    Hours,
    NoWorkingTime,
    Spans,
    Timetable,
    Version,
)
from otklik.people.enums import AbsenceKind

PAUSE = timedelta(hours=2)
"""A break within a shift is no longer."""
LONGEST_CYCLE = 56
"""Days of a shift plan: eight weeks."""
_ZERO = timedelta(0)


class Why(StrEnum):
    """Why somebody is not at work."""

    ABSENT = "absent"
    OFF_SHIFT = "off_shift"


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: [starts, ends), without an end until further notice."""

    starts: datetime
    ends: datetime | None
    kind: AbsenceKind
    note: str = ""
    stand_in: int | None = None
    uid: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether they are away at this moment."""
        return self.starts <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why somebody is not at work, until when (None: nobody knows), and the absence where it is one."""

    why: Why
    until: datetime | None
    away: Away | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Shifts that repeat from `begins` to `ends` (both worked, None: on and on): the spans of each day."""

    begins: date
    ends: date | None
    days: Sequence[Spans]
    keeps_holidays: bool = True

    def holds(self, day: date) -> bool:
        """Whether this date is within it."""
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def spans_of(self, day: date) -> Spans:
        """The shifts that begin on a date within it."""
        return self.days[(day - self.begins).days % len(self.days)]


@dataclass(frozen=True)
class ShiftHours(Hours):
    """Hours of somebody with shift plans; where no plan holds, those of their team's calendar."""

    base: Hours | None = None
    plans: Sequence[Plan] = ()

    def spans_of(self, day: date) -> Spans:
        """Of the plan that began last and holds on this date, else of the calendar."""
        found = [plan for plan in self.plans if plan.holds(day)]
        if not found:
            return self.base.spans_of(day) if self.base else ()
        plan = max(found, key=lambda plan: plan.begins)
        if plan.keeps_holidays and self.base is not None and self.base.days.get(day) == ():
            return ()
        return plan.spans_of(day)


def longest(aways: Sequence[Away], at: datetime) -> Away | None:
    """The absence at this moment; of several the one that lasts longest."""
    found = [away for away in aways if away.holds(at)]
    return max(found, key=lambda away: (away.ends is None, away.ends or at), default=None)


def hours_with(base: Hours, plans: Sequence[Plan]) -> Hours:
    """The calendar's hours with somebody's shifts laid over them, in the calendar's zone."""
    if not plans:
        return base
    # The timetable asks versions only when the last change is and whether anything comes after it.
    goes_on = any(base.week_of(date.max)) or any(plan.ends is None and any(plan.days) for plan in plans)
    last = max(plan.begins if plan.ends is None else plan.ends + timedelta(days=1) for plan in plans)
    versions = [*base.versions, Version(last, ALWAYS if goes_on else NEVER)]
    return ShiftHours(base.zone, versions, base.days, base, tuple(plans))


class Presence:
    """When one employee is at work."""

    def __init__(self, timetable: Timetable, aways: Sequence[Away] = ()) -> None:
        self._timetable = timetable
        self._aways = sorted(aways, key=lambda away: away.starts)

    def missing(self, at: datetime) -> Missing | None:
        """Why they are not at work at this moment; None when they are. Absence comes before the shift."""
        away = self.away(at)
        if away is not None:
            return Missing(Why.ABSENT, self._back(at), away)
        if self._timetable.is_open(at):
            return None
        return Missing(Why.OFF_SHIFT, self.next_at_work(at))

    def until(self, at: datetime) -> datetime | None:
        """Until when they are at work who are at this moment, breaks aside; None for who is not."""
        if self.away(at) is not None:
            return None
        ends = self._timetable.closing(at, PAUSE)
        leaves = (away.starts for away in self._aways if away.starts > at)
        return None if ends is None else min([ends, *leaves])

    def away(self, at: datetime) -> Away | None:
        """The absence at this moment; of several the one that lasts longest."""
        return longest(self._aways, at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long they work from one moment to a later one; nothing when it is not later."""
        pieces = ((low, high or end) for low, high in self._gaps(start, end))
        return sum((self._timetable.between(low, high) for low, high in pieces), _ZERO)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which they have worked this long since `start`. `NoWorkingTime`: never."""
        if amount <= _ZERO:
            return start
        left = amount
        for low, high in self._gaps(start, None):
            if high is None:
                return self._timetable.add(low, left)
            worked = self._timetable.between(low, high)
            if worked >= left:
                return self._timetable.add(low, left)
            left -= worked
        raise NoWorkingTime

    def next_at_work(self, at: datetime) -> datetime | None:
        """`at` itself while they are at work, else when they next are; None: not in sight."""
        try:
            for low, high in self._gaps(at, None):
                opens = self._timetable.next_opening(low)
                if high is None or opens < high:
                    return opens
        except NoWorkingTime:
            return None
        return None

    def _back(self, at: datetime) -> datetime | None:
        """When the absence at this moment, with those that follow at once, is over."""
        return next((low for low, _high in self._gaps(at, None)), None)

    def _gaps(self, start: datetime, end: datetime | None) -> Iterator[tuple[datetime, datetime | None]]:
        """What is left of [start, end) between the absences, in order; no end: on and on."""
        low = start
        for away in self._aways:
            if end is not None and away.starts >= end:
                break
            if low < away.starts:
                yield low, away.starts
            if away.ends is None:
                return
            low = max(low, away.ends)
        if end is None or low < end:
            yield low, end
