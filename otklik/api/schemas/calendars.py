"""Calendars in and out. Working times are texts as people write them: `09:00-13:00, 14:00-18:00`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, StringConstraints

from otklik.api.schemas.inputs import Input, Plain, Version, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.core.errors import Invalid
from otklik.core.translated import Translated
from otklik.organisation import wallclock
from otklik.organisation.calendars import CalendarInfo, SpecialDay
from otklik.organisation.commands import CalendarSpec
from otklik.organisation.worktime import Version as WeekVersion
from otklik.organisation.worktime import Week

if TYPE_CHECKING:
    from otklik.organisation.worktime import Spans

NAMES = {"ru": "Будни 9–18", "en": "Weekdays 9–18"}
OFFICE = ["09:00-18:00"] * 5 + ["", ""]
Times = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]
Names = dict[Annotated[str, StringConstraints(pattern=r"^(ru|en)$")], Annotated[Plain, Field(max_length=150)]]


class WeekOut(BaseModel):
    """A working week and from when it holds."""

    since: date | None = Field(
        default=None, description=_("First day it holds on; null: from the beginning.")
    )
    days: list[str] = Field(description=_("Working times, Monday first; empty: closed."), examples=[OFFICE])


class DayOut(BaseModel):
    """A date that differs from its week."""

    date: date
    times: str = Field(description=_("Working times; empty: closed."), examples=[""])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "New Year's Day"}])


class CalendarOut(BaseModel):
    """A service calendar."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    code: str = Field(description=_("Stable; use it in what you send."), examples=["weekdays"])
    name: str = Field(description=_("In the language of the answer."), examples=["Weekdays 9–18"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    zone: str = Field(description=_("IANA time zone; empty: the installation's."), examples=["Europe/Moscow"])
    country: str = Field(
        description=_("Whose holidays are kept loaded (ISO 3166); empty: nobody's."), examples=["RU"]
    )
    is_default: bool = Field(examples=[True])
    hidden: bool = Field(description=_("Offered no more."), examples=[False])
    weeks: list[WeekOut]
    days: list[DayOut] = Field(description=_("Holidays, shortened and moved days, by date."))
    version: int = Field(
        description=_("Grows with every change; send it back to overwrite nothing."), examples=[1]
    )


class Calendars(Listed):
    """A page of calendars, the default first."""

    items: list[CalendarOut]


class WeekIn(Input):
    """A working week and from when it holds."""

    since: date | None = Field(
        default=None, description=_("First day it holds on; null: from the beginning.")
    )
    days: list[Times] = Field(
        min_length=7,
        max_length=7,
        description=_("Working times, Monday first; empty: closed."),
        examples=[OFFICE],
    )


class DayIn(Input):
    """A date that differs from its week."""

    date: date
    times: Times = Field(default="", description=_("Working times; empty: closed."))
    names: Names = Field(default_factory=dict, description=_("In every language."))


class CalendarPatch(Input):
    """What a calendar says from now on; what is left out stays. `weeks` and `days` are given whole."""

    names: Names | None = Field(default=None, description=_("In every language."), examples=[NAMES])
    zone: Word | None = Field(default=None, description=_("IANA time zone; empty: the installation's."))
    country: Word | None = Field(
        default=None, description=_("Whose holidays are kept loaded (ISO 3166); empty: nobody's.")
    )
    is_default: bool | None = None
    hidden: bool | None = None
    weeks: list[WeekIn] | None = Field(default=None, max_length=50)
    days: list[DayIn] | None = Field(default=None, max_length=2000)
    version: Version | None = Field(
        default=None,
        description=_("The version you have read; a newer one means 409. `If-Match` says the same."),
    )


class CalendarIn(CalendarPatch):
    """A new calendar."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")] = Field(
        description=_("Small Latin letters, digits, hyphens."), examples=["support-line"]
    )
    names: Names = Field(description=_("In every language."), examples=[NAMES])
    weeks: list[WeekIn] = Field(min_length=1, max_length=50)


def calendar_out(row: CalendarInfo) -> CalendarOut:
    """A calendar with everything it says."""
    return CalendarOut(
        uid=UUID(row.uid),
        code=row.code,
        name=str(row.name),
        names=dict(row.name.texts),
        zone=row.zone,
        country=row.country,
        is_default=row.is_default,
        hidden=row.hidden,
        weeks=[
            WeekOut(since=week.valid_from, days=[wallclock.write(day) for day in week.week])
            for week in row.weeks
        ],
        days=[
            DayOut(date=day.date, times=wallclock.write(day.spans), names=dict(day.name.texts))
            for day in row.days
        ],
        version=row.version,
    )


def spec_of(body: CalendarPatch, before: CalendarInfo | None) -> CalendarSpec:
    """What the calendar is to say: the body's values over those it has. `Invalid` for unreadable times."""
    old = before or CalendarInfo(0, "", "", Translated(), "", "", False, False, 1, (), ())
    return CalendarSpec(
        name=old.name if body.names is None else Translated(body.names),
        weeks=old.weeks if body.weeks is None else [_week(week) for week in body.weeks],
        days=old.days if body.days is None else _days(body.days, old.days),
        zone=old.zone if body.zone is None else body.zone.strip(),
        country=old.country if body.country is None else body.country.strip().upper(),
        is_default=old.is_default if body.is_default is None else body.is_default,
        hidden=old.hidden if body.hidden is None else body.hidden,
    )


def _week(given: WeekIn) -> WeekVersion:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        _spans("weeks", day) for day in given.days
    )
    week: Week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    return WeekVersion(given.since, week)


def _days(given: Sequence[DayIn], before: Sequence[SpecialDay]) -> list[SpecialDay]:
    """The days as sent; one that is sent as it stood keeps that it is a loaded holiday."""
    known: Mapping[date, SpecialDay] = {day.date: day for day in before}
    found = []
    for day in given:
        sent = SpecialDay(day.date, _spans("days", day.times), Translated(day.names))
        was = known.get(day.date)
        same = was is not None and (was.spans, was.name) == (sent.spans, sent.name)
        found.append(was if was is not None and same else sent)
    return found


def _spans(field: str, text: str) -> Spans:
    try:
        return wallclock.read(text)
    except wallclock.Unreadable:
        sentence = gettext("Write working times like 09:00-13:00, 14:00-18:00; they must not overlap.")
        raise Invalid({field: sentence}) from None
