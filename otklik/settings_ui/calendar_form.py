"""A calendar as its form holds it: the fields, what stands in them, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from otklik.core import text
from otklik.core.configuring.codes import code_of
from otklik.core.configuring.kinds import Flag, One, Option, Text, Words, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.core.translated import Translated
from otklik.organisation.calendars import CalendarInfo, calendars
from otklik.organisation.commands import CalendarSpec
from otklik.organisation.holidays import countries, country_name
from otklik.organisation.worktime import Version, Week
from otklik.settings_ui import working_time
from otklik.web.look import zones_offered

DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
OFFICE = "9:00–18:00"
_WEEK, _SPECIAL = gettext_lazy("The week"), gettext_lazy("Days that differ")


def _countries() -> Sequence[Option]:
    return sorted(
        (Option(code, country_in_words(code)) for code in countries()), key=lambda one: text.key(one.label)
    )


def _zones() -> Sequence[Option]:
    return [Option(zone, name) for zone, name in zones_offered()]


def country_in_words(code: str) -> str:
    """The country in the reader's language."""
    return country_name(code, get_language() or "en")


FIELDS: Sequence[Field] = (
    Field("name", gettext_lazy("Title"), Words(limit=100), required=True),
    Field("is_default", gettext_lazy("Where nothing else is said"), Flag()),
    Field(
        "zone",
        gettext_lazy("Time zone"),
        Text(limit=64, suggests=_zones),
        gettext_lazy("As Europe/Moscow."),
        if_empty=gettext_lazy("empty: ours"),
    ),
    *(
        Field(
            f"day{number}",
            label,
            Text(limit=120),
            gettext_lazy(
                "As 9:00–18:00; with a break 9:00–13:00, 14:00–18:00; at night 22:00–6:00; "
                "all day 0:00–24:00."
            )
            if number == 0
            else "",
            group=_WEEK,
            if_empty=gettext_lazy("empty: a day off"),
        )
        for number, label in enumerate(DAYS)
    ),
    Field(
        "valid_from",
        gettext_lazy("This week holds from"),
        Text(limit=10, type="date"),
        gettext_lazy("What was counted already stays."),
        group=_WEEK,
        if_empty=gettext_lazy("empty: it replaces the present one"),
    ),
    Field(
        "country",
        gettext_lazy("Holidays of the country"),
        One(_countries, empty=gettext_lazy("none")),
        gettext_lazy(
            "On saving they come into the list below, this year's and the next's; they can be changed there. "
            "What stands in the list already stays."
        ),
        group=_SPECIAL,
    ),
    Field(
        "days",
        gettext_lazy("Holidays, short days, worked Saturdays"),
        Text(limit=40_000, lines=8),
        gettext_lazy(
            "One a line: 2026-12-31 9:00–15:00 Eve of the holiday, or 31.12.2026. Without times: a day off."
        ),
        group=_SPECIAL,
    ),
)


def standing(row: CalendarInfo | None) -> dict[str, object]:
    """What the form opens with."""
    week = row.weeks[-1].week if row else None
    spans = {f"day{n}": working_time.shown_spans(day) for n, day in enumerate(week or ())}
    if row is None:
        return {f"day{n}": OFFICE if n < len(DAYS) - 2 else "" for n in range(len(DAYS))}
    return {
        "name": dict(row.name.texts),
        "is_default": row.is_default,
        "zone": row.zone,
        "country": row.country,
        "days": working_time.shown_days(row.days),
        **spans,
    }


def spec_in(given: Mapping[str, object], row: CalendarInfo | None) -> CalendarSpec:
    """What the commands take; `Invalid` names the fields whose times cannot be read."""
    problems: dict[str, str] = {}
    week = []
    for number in range(len(DAYS)):
        try:
            week.append(working_time.spans_in(str(given[f"day{number}"])))
        except Wrong as wrong:
            problems[f"day{number}"] = str(wrong)
    try:
        days = working_time.days_in(str(given["days"]))
    except Wrong as wrong:
        problems["days"] = str(wrong)
        days = []
    if problems:
        raise Invalid(problems)
    loaded = {day.date: day for day in row.days if day.from_holidays} if row else {}
    names = given["name"] if isinstance(given["name"], Mapping) else {}
    return CalendarSpec(
        name=Translated({str(k): str(v).strip() for k, v in names.items() if str(v).strip()}),
        weeks=_weeks(row, _seven(week), str(given["valid_from"]).strip()),
        days=[
            loaded[day.date] if day.date in loaded and loaded[day.date].spans == day.spans else day
            for day in days
        ],
        zone=str(given["zone"]).strip(),
        country=str(given["country"] or ""),
        is_default=given["is_default"] is True,
        hidden=row.hidden if row else False,
    )


def _seven(week: Sequence[tuple[tuple[int, int], ...]]) -> Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = week
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _weeks(row: CalendarInfo | None, week: Week, begins: str) -> list[Version]:
    before = list(row.weeks) if row else []
    if not begins or row is None:
        return [*before[:-1], Version(before[-1].valid_from if before else None, week)]
    try:
        start = date.fromisoformat(begins)
    except ValueError as error:
        raise Invalid({"valid_from": _("There is no such date: %(line)s") % {"line": begins}}) from error
    return [*(v for v in before if v.valid_from != start), Version(start, week)]


def code_for(given: Mapping[str, object]) -> str:
    """A code for a new calendar, by its name."""
    taken = {row.code for row in calendars()}
    names = given["name"] if isinstance(given["name"], Mapping) else {}
    plain = {str(k): str(v) for k, v in names.items()}
    return code_of(plain, lambda code: code in taken, fallback="calendar")


def by_field(problems: Mapping[str, str]) -> dict[str, str]:
    """The command speaks of weeks, the form of days."""
    return {("day0" if name == "weeks" else name): words for name, words in problems.items()}


def fields_of(row: CalendarInfo | None) -> Sequence[Field]:
    """A calendar's first week holds from the beginning; only another one can begin some day."""
    return [field for field in FIELDS if row is not None or field.name != "valid_from"]
