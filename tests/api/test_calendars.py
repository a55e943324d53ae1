"""`/calendars`: read by staff, made and changed by administrators."""

from __future__ import annotations

import pytest

from otklik.organisation.calendars import calendar_named
from tests import make
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db

WEEK = ["9-13, 14-18"] * 5 + ["", "22:00-6:00"]
NEW = {"code": "line", "names": {"ru": "Линия", "en": "Line"}, "weeks": [{"days": WEEK}]}


def test_reading(people: make.Cast) -> None:
    asking = program(people.agent)
    weekdays, always = asking.get("/calendars").body["items"]
    assert (weekdays["code"], weekdays["is_default"], weekdays["country"]) == ("weekdays", True, "RU")
    assert weekdays["weeks"] == [{"since": None, "days": ["09:00-18:00"] * 5 + ["", ""]}]
    new_year = {"ru": "Новогодние каникулы", "en": "New Year Holidays"}
    assert {"date": "2027-01-01", "times": "", "names": new_year} in weekdays["days"]
    assert always["weeks"][0]["days"] == ["00:00-24:00"] * 7
    assert asking.get("/calendars/weekdays").body == weekdays
    assert asking.get("/calendars/none").status == 404


def test_making_and_changing(people: make.Cast) -> None:
    admin = program(people.admin)
    made = admin.post("/calendars", NEW)
    assert made.status == 201
    assert made.body["weeks"][0]["days"][0] == "09:00-13:00, 14:00-18:00"
    assert made.body["weeks"][0]["days"][6] == "22:00-06:00"
    day = {"date": "2026-12-31", "times": "9-14", "names": {"en": "Short"}}
    changed = admin.patch("/calendars/line", {"days": [day], "zone": "Asia/Omsk", "version": 1})
    assert (changed.body["zone"], changed.body["version"]) == ("Asia/Omsk", 2)
    assert changed.body["days"] == [{**day, "times": "09:00-14:00"}]
    assert admin.patch("/calendars/line", {"zone": "", "version": 1}).problem == "conflict"
    weekdays = calendar_named("weekdays")
    admin.patch("/calendars/weekdays", {"days": admin.get("/calendars/weekdays").body["days"]})
    assert calendar_named("weekdays") == weekdays


@pytest.mark.parametrize(
    "body",
    [
        {**NEW, "code": "weekdays"},
        {**NEW, "code": "Bad Code"},
        {**NEW, "names": {}},
        {**NEW, "names": {"de": "Linie"}},
        {**NEW, "weeks": [{"days": ["9-18"]}]},
        {**NEW, "weeks": [{"days": ["nine to six"] * 7}]},
        {**NEW, "weeks": [{"days": ["9-13, 12-18"] * 7}]},
        {**NEW, "zone": "Mars/Olympus"},
        {**NEW, "country": "XX"},
        {**NEW, "colour": "red"},
    ],
)
def test_what_is_refused(people: make.Cast, body: dict[str, object]) -> None:
    admin = program(people.admin)
    before = rows()
    assert admin.post("/calendars", body).problem == "invalid"
    assert rows() == before
