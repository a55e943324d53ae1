"""Working time as people type it: weeks, days that differ, holidays; what cannot be read is told at its
field."""

from __future__ import annotations

import re
from datetime import date

import pytest

from otklik.core.configuring.kinds import Wrong
from otklik.organisation.calendars import calendar_named, calendars
from otklik.organisation.worktime import Spans
from otklik.settings_ui import working_time
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import unchanged

NEW = "/settings/calendars/new"


@pytest.mark.parametrize(
    ("typed", "spans", "shown"),
    [
        ("9:00–18:00", ((540, 1080),), "9:00–18:00"),
        ("9-13, 14 - 18:30", ((540, 780), (840, 1110)), "9:00–13:00, 14:00–18:30"),
        ("0:00-24:00", ((0, 1440),), "0:00–24:00"),
        ("22:00—6:00", ((1320, 1800),), "22:00–6:00"),
        (" выходной ", (), ""),
        ("", (), ""),
    ],
)
def test_times_are_read_and_shown(typed: str, spans: Spans, shown: str) -> None:
    assert working_time.spans_in(typed) == spans
    assert working_time.shown_spans(spans) == shown
    assert working_time.spans_in(shown) == spans


@pytest.mark.parametrize("typed", ["9", "с девяти", "9:60-10:00", "25:00-26:00", "9:00-18:00;"])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(Wrong):
        working_time.spans_in(typed)


def test_days_that_differ() -> None:
    typed = "2026-12-31 9:00–15:00 Канун\n\n2027-01-01 - Новый год\n2027-01-05"
    days = working_time.days_in(typed)
    assert [(day.date, day.spans, str(day.name)) for day in days] == [
        (date(2026, 12, 31), ((540, 900),), "Канун"),
        (date(2027, 1, 1), (), "Новый год"),
        (date(2027, 1, 5), (), ""),
    ]
    assert working_time.days_in(working_time.shown_days(days)) == days
    assert working_time.days_in("31.12.2026 9:00-15:00 Канун\n1.1.2027 Новый год\n05.01.2027") == days
    for wrong in ("31 декабря", "30.02.2026", "2026-02-30", "2026-12-315", "2026-12-31 25:00-26:00"):
        with pytest.raises(Wrong):
            working_time.days_in(wrong)


def test_every_calendar_opens_and_stays_as_it_is(people: make.Cast) -> None:
    """Its form sent back changes nothing."""
    admin = visitor(people.admin)
    assert admin.get("/settings/calendars").status_code == 200
    for row in calendars():
        address = f"/settings/calendars/{row.code}"
        form = fields_of(admin.get(address))
        with unchanged():
            assert admin.post(address, form).status_code == 302


def test_a_calendar_is_made_and_changed(people: make.Cast) -> None:
    """With a later week beside the present one; a stale form is told."""
    admin = visitor(people.admin)
    form = fields_of(admin.get(NEW)) | {"name_ru": ["Склад"], "name_en": ["Store"], "day5": ["10:00-14:00"]}
    answer = admin.post(NEW, form | {"days": ["2026-12-31 9:00–15:00 Канун"]})
    row = calendar_named("store")
    assert row is not None
    assert answer.headers["Location"] == "/settings/calendars/store"
    assert row.weeks[0].week[5] == ((600, 840),)
    assert [day.date for day in row.days] == [date(2026, 12, 31)]
    address = "/settings/calendars/store"
    form = fields_of(admin.get(address))
    assert admin.post(address, form | {"valid_from": ["2027-01-01"], "day5": [""]}).status_code == 302
    changed = calendar_named("store")
    assert changed is not None
    assert [version.valid_from for version in changed.weeks] == [None, date(2027, 1, 1)]
    with unchanged():
        assert admin.post(address, form | {"day5": ["8:00-9:00"]}).status_code == 409


def test_holidays_are_looked_at_before_anything_is_saved(
    people: make.Cast, frozen_clock: FrozenClock
) -> None:
    """By what is typed: the week, the days of one's own, which stay; what was typed is still there."""
    admin = visitor(people.admin)
    typed = {"name_ru": ["Склад"], "country": ["RU"], "day4": [""], "days": ["2026-12-31 9:00–15:00 Канун"]}
    form = fields_of(admin.get(NEW)) | typed
    with unchanged():
        answer = admin.post(NEW, form | {"look": ["1"]})
    assert answer.status_code == 200
    assert {name: fields_of(answer)[name] for name in typed} == typed
    told = words_of(answer)
    assert "23 февраля 2026, Пн День защитника Отечества 9:00–18:00 → выходной" in told
    assert "31 декабря 2026, Чт" in told
    assert "уже в списке" in told
    assert "выходной и так" in told, "a Friday, off by the week that is typed"
    number = len(re.findall(r"<tr><td", text_of(answer)))
    assert admin.post(NEW, form).status_code == 302
    row = calendar_named("sklad")
    assert row is not None
    loaded = [day.date for day in row.days if day.from_holidays]
    assert len(loaded) == number - 1 > 30
    assert {day.year for day in loaded} == {2026, 2027}


@pytest.mark.parametrize(
    ("name", "value"),
    [("day0", "утром"), ("day0", "9:00-12:00, 11:00-13:00"), ("days", "завтра"), ("zone", "Moon/Sea")],
)
def test_what_cannot_be_taken(people: make.Cast, name: str, value: str) -> None:
    """At its field, with what was typed."""
    admin = visitor(people.admin)
    form = fields_of(admin.get(NEW)) | {"name_ru": ["Склад"]}
    with unchanged():
        answer = admin.post(NEW, form | {name: [value]})
    assert answer.status_code == 422
    assert f'id="f-{name}-err"' in text_of(answer)
    assert fields_of(answer)["name_ru"] == ["Склад"]
