"""Giving a calendar again what an event says it said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import cast

from django.db import transaction

from otklik.core.actors import ActorRef
from otklik.core.configuring.undoing import expect
from otklik.core.translated import Translated
from otklik.organisation import wallclock
from otklik.organisation.calendars import CalendarInfo, SpecialDay
from otklik.organisation.commands.calendars import CalendarSpec, change_calendar, described
from otklik.organisation.worktime import Version, Week

Texts = Mapping[str, str]


@transaction.atomic
def restore_calendar(
    by: ActorRef, calendar: CalendarInfo, changes: Sequence[Mapping[str, object]]
) -> CalendarInfo:
    """Undo these changes of an event; one that made the calendar hides it. The caller has checked the right.

    `NotPossible` when it says something else meanwhile, `Invalid` as `change_calendar`. Writes
    `configuration.changed`.
    """
    spec = _spec(calendar)
    now = described(spec)
    before = expect(changes, now)
    if before.get("name", now) is None:
        return change_calendar(by, calendar, replace(spec, hidden=True))
    known = {day.date for day in calendar.days if day.from_holidays}
    return change_calendar(by, calendar, _with(spec, before, known))


def _spec(calendar: CalendarInfo) -> CalendarSpec:
    return CalendarSpec(
        name=calendar.name,
        weeks=calendar.weeks,
        days=calendar.days,
        zone=calendar.zone,
        country=calendar.country,
        is_default=calendar.is_default,
        hidden=calendar.hidden,
    )


def _with(spec: CalendarSpec, before: Mapping[str, object], from_holidays: set[date]) -> CalendarSpec:
    return CalendarSpec(
        name=Translated(dict(cast("Texts", before["name"]))) if "name" in before else spec.name,
        weeks=weeks_kept(before["weeks"]) if "weeks" in before else spec.weeks,
        days=days_kept(before["days"], from_holidays) if "days" in before else spec.days,
        zone=str(before.get("zone", spec.zone)),
        country=str(before.get("country", spec.country)),
        is_default=bool(before.get("is_default", spec.is_default)),
        hidden=bool(before.get("hidden", spec.hidden)),
    )


def weeks_kept(kept: object) -> list[Version]:
    """As `calendars.described` writes them."""
    found = []
    for one in cast("Sequence[Mapping[str, object]]", kept):
        begins = str(one["from"])
        spans = tuple(wallclock.read(text) for text in cast("Sequence[str]", one["spans"]))
        found.append(Version(date.fromisoformat(begins) if begins else None, cast("Week", spans)))
    return found


def days_kept(kept: object, from_holidays: Set[date] = frozenset()) -> list[SpecialDay]:
    """As `calendars.described` writes them."""
    found = []
    for one in cast("Sequence[Mapping[str, object]]", kept):
        on = date.fromisoformat(str(one["date"]))
        name = Translated(dict(cast("Texts", one["name"])))
        found.append(SpecialDay(on, wallclock.read(str(one["spans"])), name, on in from_holidays))
    return found
