"""Working time as people type it, and back: `9:00–13:00, 14:00–18:00`, a line for a day that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong
from otklik.core.translated import Translated
from otklik.organisation.calendars import SpecialDay
from otklik.organisation.worktime import Week
from otklik.web.day_hours import shown_spans, spans_in

__all__ = ["days_in", "shown_days", "shown_spans", "spans_in", "week_in_words"]
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?:\s+(.*))?")
"""As programs write a date, or as people do: `2026-12-31`, `31.12.2026`."""


def days_in(typed: str) -> list[SpecialDay]:
    """The special days, one a line: date, times (none: closed), name."""
    return [_day(line.strip()) for line in typed.splitlines() if line.strip()]


def shown_days(days: Sequence[SpecialDay]) -> str:
    """The special days as they are typed, by date."""
    return "\n".join(
        f"{day.date.isoformat()} {shown_spans(day.spans) or '-'} {day.name}".rstrip()
        for day in sorted(days, key=lambda day: day.date)
    )


def week_in_words(week: Week) -> str:
    """A week on one line, days alike together: `Mon–Fri 9:00–18:00, Sat 10:00–14:00`."""
    told, first = [], 0
    for spans, same in groupby(week):
        last = first + len(list(same)) - 1
        if spans:
            days = str(WEEKDAYS_ABBR[first])
            days += f"–{WEEKDAYS_ABBR[last]}" if last > first else ""
            told.append(f"{days} {shown_spans(spans)}")
        first = last + 1
    return "; ".join(told) or _("closed every day")


def _day(line: str) -> SpecialDay:
    found = _DAY.fullmatch(line)
    if found is None:
        said = _("Begin the line with the date, as 2026-12-31 or 31.12.2026: “%(line)s”.")
        raise Wrong(said % {"line": line[:60]})
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        when = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Wrong(_("There is no such date: %(line)s") % {"line": line[:10]}) from error
    times, name = _times_of(found[7] or "")
    return SpecialDay(when, spans_in(times), Translated({"ru": name, "en": name}) if name else Translated())


def _times_of(rest: str) -> tuple[str, str]:
    """What of the rest of a line is times, and what is the day's name."""
    times = re.match(r"((?:[\d:]+\s*[-–—]\s*[\d:]+(?:\s*,\s*)?)+|[-–](?=\s|$))", rest)
    return (times[1].strip().rstrip(","), rest[times.end() :].strip()) if times else ("", rest.strip())
