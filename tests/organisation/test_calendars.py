"""Calendars: what is delivered, what may be said, what is refused, how holidays come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from otklik.core.actors import SYSTEM
from otklik.core.errors import Conflict, Invalid
from otklik.core.models import Event
from otklik.core.translated import Translated, translated
from otklik.organisation import wallclock
from otklik.organisation.calendars import (
    CalendarInfo,
    SpecialDay,
    calendar_named,
    calendar_of,
    calendars,
    preview_holidays,
)
from otklik.organisation.commands import (
    CalendarSpec,
    change_calendar,
    change_setting,
    create_calendar,
    keep_holidays_loaded,
    load_holidays,
)
from otklik.organisation.holidays import DayKind
from otklik.organisation.models import Calendar, CalendarDay
from otklik.organisation.worktime import ALWAYS, Hours, Version, Week

NINE_TO_SIX = ((540, 1080),)
OFFICE: Week = (NINE_TO_SIX,) * 5 + ((), ())
SPEC = CalendarSpec(translated(ru="Офис", en="Office"), (Version(None, OFFICE),))


def named(code: str) -> CalendarInfo:
    found = calendar_named(code)
    assert found is not None
    return found


@pytest.mark.django_db
def test_two_calendars_are_delivered() -> None:
    weekdays, always = calendars()
    assert (weekdays.code, weekdays.is_default, weekdays.country) == ("weekdays", True, "RU")
    assert weekdays.weeks == [Version(None, OFFICE)]
    assert (always.code, always.is_around_the_clock, weekdays.is_around_the_clock) == ("always", True, False)
    assert calendar_of(None) == calendar_of(10_000) == weekdays
    new_year = SpecialDay(date(2027, 1, 1), (), new_year_name(weekdays), from_holidays=True)
    assert new_year in weekdays.days


def new_year_name(calendar: CalendarInfo) -> Translated:
    return next(day.name for day in calendar.days if day.date == date(2027, 1, 1))


@pytest.mark.django_db
def test_the_zone_is_the_installations_unless_it_has_one() -> None:
    nine = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert named("weekdays").timetable.next_opening(nine) == nine
    change_setting(SYSTEM, "organisation.time_zone", "Asia/Vladivostok")
    assert named("weekdays").timetable.next_opening(datetime(2026, 11, 22, tzinfo=UTC)).hour == 23
    create_calendar(SYSTEM, "kaliningrad", replace(SPEC, zone="Europe/Kaliningrad"))
    assert named("kaliningrad").timetable.next_opening(datetime(2026, 11, 22, tzinfo=UTC)).hour == 7


@pytest.mark.django_db
def test_a_new_calendar_says_what_it_was_given_and_its_event_tells_all() -> None:
    days = (SpecialDay(date(2026, 12, 31), ((540, 840),), translated(ru="Короткий", en="Short")),)
    weeks = (Version(None, OFFICE), Version(date(2027, 1, 1), ALWAYS))
    made = create_calendar(SYSTEM, "office", replace(SPEC, weeks=weeks, days=days))
    assert (made.weeks, made.days) == (list(weeks), list(days))
    event = Event.objects.latest("pk")
    assert (event.kind, event.data["kind"], event.data["code"]) == (
        "configuration.changed",
        "calendar",
        "office",
    )
    told = {change["field"]: change["to"] for change in event.changes}
    assert told["days"] == [
        {"date": "2026-12-31", "spans": "09:00-14:00", "name": {"ru": "Короткий", "en": "Short"}}
    ]
    assert told["weeks"][1] == {"from": "2027-01-01", "spans": ["00:00-24:00"] * 7}


@pytest.mark.django_db
def test_changing_writes_only_what_differs_and_the_same_again_nothing() -> None:
    made = create_calendar(SYSTEM, "office", SPEC)
    changed = change_calendar(SYSTEM, made, replace(SPEC, zone="Europe/Samara"), version=made.version)
    assert [change["field"] for change in Event.objects.latest("pk").changes] == ["zone"]
    count = Event.objects.count()
    assert change_calendar(SYSTEM, changed, replace(SPEC, zone="Europe/Samara")) == changed
    assert Event.objects.count() == count
    with pytest.raises(Conflict):
        change_calendar(SYSTEM, changed, SPEC, version=made.version)
    assert named("office").zone == "Europe/Samara"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (replace(SPEC, name=translated()), "name"),
        (replace(SPEC, zone="Europe/Nowhere"), "zone"),
        (replace(SPEC, zone="../etc/passwd"), "zone"),
        (replace(SPEC, country="XX"), "country"),
        (replace(SPEC, weeks=()), "weeks"),
        (replace(SPEC, weeks=(Version(None, OFFICE), Version(None, ALWAYS))), "weeks"),
        (replace(SPEC, weeks=(Version(None, (((540, 540),),) * 7),)), "weeks"),
        (replace(SPEC, days=(SpecialDay(date(2026, 1, 1), ()),) * 2), "days"),
        (replace(SPEC, days=(SpecialDay(date(2026, 1, 1), ((600, 500),)),)), "days"),
    ],
)
def test_what_no_calendar_may_say(spec: CalendarSpec, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_calendar(SYSTEM, "office", spec)
    assert list(refused.value.fields) == [field]
    assert calendar_named("office") is None


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "Office", "weekdays", "a b", "x" * 41])
def test_a_code_is_small_latin_and_free(code: str) -> None:
    count = Calendar.objects.count()
    with pytest.raises(Invalid):
        create_calendar(SYSTEM, code, SPEC)
    assert Calendar.objects.count() == count


@pytest.mark.django_db
def test_there_is_always_one_default() -> None:
    weekdays = named("weekdays")
    spec = CalendarSpec(weekdays.name, weekdays.weeks, weekdays.days, is_default=True)
    for bad in (replace(spec, hidden=True), replace(spec, is_default=False)):
        with pytest.raises(Invalid):
            change_calendar(SYSTEM, weekdays, bad)
    create_calendar(SYSTEM, "office", replace(SPEC, is_default=True))
    assert [c.code for c in calendars() if c.is_default] == ["office"]


@pytest.mark.django_db
def test_a_preview_says_what_each_holiday_would_do() -> None:
    found = {day.date: day for day in preview_holidays(Hours("UTC", (Version(None, OFFICE),)), "RU", [2027])}
    closed, short, worked = (found[date(2027, *d)] for d in ((2, 23), (4, 30), (2, 20)))
    assert (closed.kind, closed.before, closed.after) == (DayKind.CLOSED, NINE_TO_SIX, ())
    assert (short.kind, short.after) == (DayKind.SHORT, ((540, 1020),))
    assert (worked.kind, worked.before, worked.after) == (DayKind.WORKING, (), NINE_TO_SIX)
    assert closed.name.text("ru") == "День защитника Отечества"
    assert closed.name.text("en") == "Defender of the Fatherland Day"
    with pytest.raises(ValueError, match="XX"):
        preview_holidays(Hours("UTC", ()), "XX", [2027])


@pytest.mark.django_db
def test_loading_holidays_leaves_what_an_administrator_wrote() -> None:
    mine = SpecialDay(date(2027, 2, 23), ((600, 720),), translated(ru="Дежурство", en="Duty"))
    office = create_calendar(SYSTEM, "office", replace(SPEC, days=(mine,)))
    assert load_holidays(SYSTEM, office, "RU", [2027]) > 10
    assert mine in named("office").days
    assert load_holidays(SYSTEM, named("office"), "RU", [2027]) == 0


@pytest.mark.django_db
def test_a_calendar_that_follows_a_country_gets_each_next_year_once() -> None:
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
        create_calendar(SYSTEM, "office", replace(SPEC, country="RU"))
        years = {day.date.year for day in named("office").days}
        assert years == {2027, 2028}
        CalendarDay.objects.filter(calendar__code="office", date=date(2027, 5, 3)).delete()
        keep_holidays_loaded()
        assert date(2027, 5, 3) not in {d.date for d in named("office").days}
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        assert keep_holidays_loaded() > 10
        assert {d.date.year for d in named("office").days} == {2027, 2028, 2029}
        assert keep_holidays_loaded() == 0


@pytest.mark.parametrize(
    ("text", "spans", "again"),
    [
        ("9:00-18:00", ((540, 1080),), "09:00-18:00"),
        ("14-18; 9-13", ((540, 780), (840, 1080)), "09:00-13:00, 14:00-18:00"),
        ("22:00–6:00", ((1320, 1800),), "22:00-06:00"),
        ("0:00-24:00", ((0, 1440),), "00:00-24:00"),
        ("  ", (), ""),
    ],
)
def test_working_times_as_people_write_them(text: str, spans: object, again: str) -> None:
    assert wallclock.read(text) == spans
    assert wallclock.write(wallclock.read(text)) == again
    assert wallclock.read(again) == spans


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nine to six", "form"),
        ("9:60-18:00", "form"),
        ("9-25", "form"),
        ("9-13, 12-18", "overlap"),
        ("24-3", "bounds"),
    ],
)
def test_what_is_no_working_time(text: str, rule: str) -> None:
    with pytest.raises(wallclock.Unreadable, match=rule):
        wallclock.read(text)
