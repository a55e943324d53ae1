"""Calendars from memory, ready to count with; and what a country's holidays would do to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from otklik.core import small
from otklik.core.configuring.kinds import Option
from otklik.core.small import SmallTable
from otklik.core.translated import Translated
from otklik.organisation import holidays, settings
from otklik.organisation.models import Calendar, CalendarDay, CalendarWeek
from otklik.organisation.worktime import ALWAYS, Hours, Spans, Timetable, Version, Week

EVE_IS_SHORTER = 60
"""Minutes that the eve of a holiday is shorter by."""


@dataclass(frozen=True)
class SpecialDay:
    """A date that differs from its week; no spans: closed."""

    date: date
    spans: Spans
    name: Translated = field(default_factory=Translated)
    from_holidays: bool = False


@dataclass(frozen=True)
class CalendarInfo:
    """A calendar as pages show it, with the timetable that counts."""

    id: int
    uid: str
    code: str
    name: Translated
    zone: str
    country: str
    is_default: bool
    hidden: bool
    version: int
    weeks: Sequence[Version]
    days: Sequence[SpecialDay]

    @property
    def hours(self) -> Hours:
        """What it says, for arithmetic; without a zone of its own in the installation's."""
        zone = self.zone or settings.TIME_ZONE.get()
        return Hours(zone, self.weeks, {day.date: day.spans for day in self.days})

    @cached_property
    def timetable(self) -> Timetable:
        """Working time by this calendar, in the zone the installation has now."""
        return Timetable(self.hours)

    @property
    def is_around_the_clock(self) -> bool:
        """24×7: every minute is working time."""
        return not self.days and all(version.week == ALWAYS for version in self.weeks)


@dataclass(frozen=True)
class DayPreview:
    """What loading a holiday would do: the day's spans before and after."""

    date: date
    kind: holidays.DayKind
    name: Translated
    before: Spans
    after: Spans


def calendars() -> Sequence[CalendarInfo]:
    """Every calendar in its order, hidden ones too."""
    known, tried = CALENDARS.get(), _TRIED.get()
    return known if tried is None else _with(tried, known)


@contextmanager
def calendar_tried(tried: CalendarInfo) -> Iterator[None]:
    """Inside, whatever counts by calendars finds this one as it is said here, and the others as they are.
    Nothing is saved, nobody else notices."""
    with small.apart():
        mark = _TRIED.set(tried)
        try:
            yield
        finally:
            _TRIED.reset(mark)


def calendar_of(calendar_id: int | None) -> CalendarInfo:
    """The calendar of this row; without one, or when it is gone, the default."""
    known = calendars()
    return next((c for c in known if c.id == calendar_id), next(c for c in known if c.is_default))


def calendar_named(code: str) -> CalendarInfo | None:
    """The calendar with this code."""
    return next((c for c in calendars() if c.code == code), None)


def code_of_calendar(calendar_id: int | None) -> str | None:
    """The code of the calendar of this row; None for none."""
    return next((c.code for c in calendars() if c.id == calendar_id), None)


def calendars_to_choose() -> Sequence[Option]:
    """Calendars for whoever sets something up by them."""
    return [Option(c.id, str(c.name), c.hidden) for c in calendars()]


def preview_holidays(hours: Hours, country: str, years: Sequence[int]) -> list[DayPreview]:
    """What the country's holidays of these years would change, by date. ValueError as `public_days`."""
    found = []
    for day in holidays.public_days(country, years):
        before = hours.spans_of(day.date)
        found.append(DayPreview(day.date, day.kind, day.name, before, _spans(hours, day, before)))
    return found


def _with(tried: CalendarInfo, known: Sequence[CalendarInfo]) -> Sequence[CalendarInfo]:
    """One of them is always the default, and it stands first."""
    others = [replace(c, is_default=False) if tried.is_default else c for c in known if c.id != tried.id]
    return sorted([*others, tried], key=lambda c: not c.is_default)


def _spans(hours: Hours, day: holidays.PublicDay, usual: Spans) -> Spans:
    if day.kind is holidays.DayKind.CLOSED:
        return ()
    if day.kind is holidays.DayKind.SHORT:
        return _shorter(hours.week_of(day.date)[day.date.weekday()])
    week = hours.week_of(day.date)
    return usual or next((spans for spans in week if spans), ())


def _shorter(spans: Spans) -> Spans:
    if not spans:
        return ()
    *others, (begin, end) = spans
    return (*others, (begin, end - EVE_IS_SHORTER)) if end - EVE_IS_SHORTER > begin else tuple(others)


def _load() -> Sequence[CalendarInfo]:
    weeks: dict[int, list[Version]] = {}
    for row in CalendarWeek.objects.all():
        weeks.setdefault(row.calendar_id, []).append(Version(row.valid_from, week_of(row.spans)))
    days: dict[int, list[SpecialDay]] = {}
    for day in CalendarDay.objects.order_by("date"):
        special = SpecialDay(day.date, spans_of(day.spans), day.name, day.from_holidays)
        days.setdefault(day.calendar_id, []).append(special)
    return [
        CalendarInfo(
            id=row.pk,
            uid=str(row.uid),
            code=row.code,
            name=row.name,
            zone=row.zone,
            country=row.country,
            is_default=row.is_default,
            hidden=row.hidden,
            version=row.version,
            weeks=sorted(weeks.get(row.pk, []), key=lambda v: v.valid_from or date.min),
            days=days.get(row.pk, []),
        )
        for row in Calendar.objects.order_by("-is_default", "position", "id")
    ]


def spans_of(stored: Sequence[Sequence[int]]) -> Spans:
    """Spans as a row stores them."""
    return tuple((int(begin), int(end)) for begin, end in stored)


def week_of(stored: Sequence[Sequence[Sequence[int]]]) -> Week:
    """A week as a row stores it."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = map(spans_of, stored)
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


CALENDARS: SmallTable[Sequence[CalendarInfo]] = SmallTable(_load)
_TRIED: ContextVar[CalendarInfo | None] = ContextVar("otklik_calendar_tried", default=None)
