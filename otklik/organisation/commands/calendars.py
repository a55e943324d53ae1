"""Making and changing calendars. The caller has checked the right to administer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, small
from otklik.core.actors import SYSTEM, ActorRef
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.core.translated import Translated
from otklik.organisation import holidays, wallclock
from otklik.organisation.calendars import (
    CalendarInfo,
    SpecialDay,
    calendar_of,
    preview_holidays,
)
from otklik.organisation.events import CONFIGURATION_CHANGED
from otklik.organisation.models import Calendar, CalendarDay, CalendarWeek
from otklik.organisation.worktime import Version, problems_of

MAX_DAYS = 2000
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class CalendarSpec:
    """Everything a calendar says. `zone` empty: the installation's. `country`: keep its holidays loaded."""

    name: Translated
    weeks: Sequence[Version]
    days: Sequence[SpecialDay] = ()
    zone: str = ""
    country: str = ""
    is_default: bool = False
    hidden: bool = False


@transaction.atomic
def create_calendar(by: ActorRef, code: str, spec: CalendarSpec) -> CalendarInfo:
    """Add a calendar; with a country, its holidays of this and next year too.

    `Invalid` for a bad or used code and for what `change_calendar` refuses. Writes `configuration.changed`.
    """
    if not _CODE.fullmatch(code):
        raise Invalid({"code": _("Use Latin small letters, digits, hyphens: office-hours.")})
    if Calendar.objects.filter(code=code).exists():
        raise Invalid({"code": _("This code is in use. Choose another.")})
    _check(spec)
    row = Calendar.objects.create(code=code, name=spec.name, position=Calendar.objects.count())
    return _write(by, row, spec, before=None)


@transaction.atomic
def change_calendar(
    by: ActorRef, calendar: CalendarInfo, spec: CalendarSpec, *, version: int | None = None
) -> CalendarInfo:
    """Make the calendar say this from now on; what was counted by it before is not counted again here.

    `Invalid`: no name, an unknown zone or country, spans that overlap, a date twice, hiding the default.
    `Conflict` when somebody saved it after `version` was read. Writes `configuration.changed` with what
    differs; the same again changes nothing.
    """
    row = Calendar.objects.select_for_update().get(pk=calendar.id)
    if version is not None and row.version != version:
        raise Conflict(_("Somebody changed this calendar meanwhile. Look at it and save again."))
    _check(spec)
    if row.is_default and (spec.hidden or not spec.is_default):
        raise Invalid({"is_default": _("Make another calendar the default first.")})
    return _write(by, row, spec, before=calendar_of(row.pk))


@transaction.atomic
def load_holidays(by: ActorRef, calendar: CalendarInfo, country: str, years: Sequence[int]) -> int:
    """Add a country's holidays of these years; how many days. What stands already stays as it is."""
    if country not in holidays.countries():
        raise Invalid({"country": _("The holidays of this country are not known.")})
    row = Calendar.objects.select_for_update().get(pk=calendar.id)
    added = _add_holidays(row, calendar_of(row.pk), country, years)
    if added:
        row.version += 1
        row.save(update_fields=["version"])
        small.bump()
        change = Change("holidays", None, f"{country} {min(years)}–{max(years)}: {added}")
        _record(by, row, [change])
    return added


def keep_holidays_loaded() -> int:
    """Load the next year's holidays where a calendar follows a country; how many days. A sweep calls it."""
    through = clock.now().year + 1
    behind = Calendar.objects.filter(hidden=False, loaded_through__lt=through).exclude(country="")
    return sum(_catch_up(pk, through) for pk in list(behind.values_list("pk", flat=True)))


def described(said: CalendarSpec | CalendarInfo) -> dict[str, object]:
    """What a calendar says as plain values that can be kept in an event and put back."""
    return {
        "name": dict(said.name.texts),
        "zone": said.zone,
        "country": said.country,
        "weeks": [
            {
                "from": v.valid_from.isoformat() if v.valid_from else "",
                "spans": [*map(wallclock.write, v.week)],
            }
            for v in sorted(said.weeks, key=lambda v: str(v.valid_from or ""))
        ],
        "days": [
            {"date": day.date.isoformat(), "spans": wallclock.write(day.spans), "name": dict(day.name.texts)}
            for day in sorted(said.days, key=lambda day: day.date)
        ],
        "is_default": said.is_default,
        "hidden": said.hidden,
    }


@transaction.atomic
def _catch_up(pk: int, through: int) -> int:
    row = Calendar.objects.select_for_update().get(pk=pk)
    years = range(max(row.loaded_through + 1, through - 1), through + 1)
    added = load_holidays(SYSTEM, calendar_of(pk), row.country, years)
    Calendar.objects.filter(pk=pk).update(loaded_through=through)
    return added


def _check(spec: CalendarSpec) -> None:
    problems: dict[str, str] = {}
    if not spec.name:
        problems["name"] = _("Give the calendar a name.")
    if spec.zone and not _is_zone(spec.zone):
        problems["zone"] = _("There is no such time zone. An example: Europe/Moscow.")
    if spec.country and spec.country not in holidays.countries():
        problems["country"] = _("The holidays of this country are not known.")
    problems |= _problems_of_times(spec)
    if problems:
        raise Invalid(problems)


def _problems_of_times(spec: CalendarSpec) -> dict[str, str]:
    problems: dict[str, str] = {}
    bad_times = _("Working times of a day must not overlap and must end after they begin.")
    if not spec.weeks or len({v.valid_from for v in spec.weeks}) != len(spec.weeks):
        problems["weeks"] = _("Each week needs a date of its own from which it holds; the first has none.")
    if any(problems_of(spans) for version in spec.weeks for spans in version.week):
        problems["weeks"] = bad_times
    if len({day.date for day in spec.days}) != len(spec.days) or len(spec.days) > MAX_DAYS:
        problems["days"] = _("A date stands twice among the special days.")
    if any(problems_of(day.spans) for day in spec.days):
        problems["days"] = bad_times
    return problems


def _write(by: ActorRef, row: Calendar, spec: CalendarSpec, before: CalendarInfo | None) -> CalendarInfo:
    changes = _differences(before, spec)
    if before is not None and not changes:
        return before
    if spec.is_default and not row.is_default:
        Calendar.objects.filter(is_default=True).update(is_default=False)
    row.name, row.zone, row.hidden, row.is_default = spec.name, spec.zone, spec.hidden, spec.is_default
    if row.country != spec.country:
        row.country, row.loaded_through = spec.country, 0
    row.version += 1 if before else 0
    row.save()
    _set_weeks(row, spec.weeks)
    _set_days(row, spec.days)
    small.bump()
    _record(by, row, changes)
    if row.country and not row.loaded_through:
        _catch_up(row.pk, clock.now().year + 1)
    return calendar_of(row.pk)


def _record(by: ActorRef, row: Calendar, changes: Sequence[Change]) -> None:
    data = {"kind": "calendar", "uid": str(row.uid), "code": row.code, "name": dict(row.name.texts)}
    record(CONFIGURATION_CHANGED, by, Subject("calendar", row.pk), changes=changes, data=data)


def _set_weeks(row: Calendar, weeks: Sequence[Version]) -> None:
    CalendarWeek.objects.filter(calendar=row).delete()
    CalendarWeek.objects.bulk_create(
        CalendarWeek(calendar=row, valid_from=version.valid_from, spans=version.week) for version in weeks
    )


def _set_days(row: Calendar, days: Sequence[SpecialDay]) -> None:
    CalendarDay.objects.filter(calendar=row).delete()
    CalendarDay.objects.bulk_create(_day(row, day) for day in days)


def _add_holidays(row: Calendar, calendar: CalendarInfo, country: str, years: Sequence[int]) -> int:
    known = {day.date for day in calendar.days}
    new = [
        SpecialDay(day.date, day.after, day.name, from_holidays=True)
        for day in preview_holidays(calendar.hours, country, years)
        if day.date not in known
    ]
    CalendarDay.objects.bulk_create(_day(row, day) for day in new)
    return len(new)


def _day(row: Calendar, day: SpecialDay) -> CalendarDay:
    return CalendarDay(
        calendar=row, date=day.date, spans=day.spans, name=day.name, from_holidays=day.from_holidays
    )


def _differences(before: CalendarInfo | None, spec: CalendarSpec) -> list[Change]:
    after = described(spec)
    if before is None:
        return [Change(field, None, value) for field, value in after.items()]
    old = described(before)
    return [Change(field, old[field], value) for field, value in after.items() if old[field] != value]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such key, no key at all, a folder of keys
        return False
    return True
