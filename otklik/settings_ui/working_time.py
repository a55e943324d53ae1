"""Working time as people type it, and back: `9:00–13:00, 14:00–18:00`, a line for a day that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong
from otklik.core.translated import Translated
from otklik.organisation.calendars import SpecialDay
from otklik.organisation.worktime import DAY, Spans

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\s*(.*)")
HOUR = 60
_CLOSED = ("", "-", "–", "closed", "выходной", "закрыто")


def spans_in(typed: str) -> Spans:
    """The spans of a day; none for a day off. `Wrong` for what is no time."""
    plain = typed.strip().lower()
    if plain in _CLOSED:
        return ()
    return tuple(_span(part.strip()) for part in plain.split(","))


def shown_spans(spans: Spans) -> str:
    """The spans as they are typed."""
    return ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in spans)


def days_in(typed: str) -> list[SpecialDay]:
    """The special days, one a line: date, times (none: closed), name."""
    return [_day(line.strip()) for line in typed.splitlines() if line.strip()]


def shown_days(days: Sequence[SpecialDay]) -> str:
    """The special days as they are typed, by date."""
    return "\n".join(
        f"{day.date.isoformat()} {shown_spans(day.spans) or '-'} {day.name}".rstrip()
        for day in sorted(days, key=lambda day: day.date)
    )


def _span(part: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise Wrong(_("Write times such as 9:00–18:00, several with commas: “%(part)s”.") % {"part": part})
    hours, minutes, until, rest = (int(group or 0) for group in found.groups())
    begin, end = hours * 60 + minutes, until * 60 + rest
    if max(minutes, rest) >= HOUR or begin > DAY or end > 2 * DAY:
        raise Wrong(_("Write times such as 9:00–18:00, several with commas: “%(part)s”.") % {"part": part})
    # Past midnight: 22:00–6:00 ends on the next day.
    return (begin, end if end > begin else end + DAY)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24 if minutes != DAY else 24}:{minutes % 60:02}"


def _day(line: str) -> SpecialDay:
    found = _DAY.fullmatch(line)
    if found is None:
        raise Wrong(_("Begin each line with the date: 2026-12-31 9:00–15:00 Eve of the holiday."))
    year, month, day, rest = found.groups()
    try:
        when = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Wrong(_("There is no such date: %(line)s") % {"line": line[:10]}) from error
    times, name = _times_of(rest)
    return SpecialDay(when, spans_in(times), Translated({"ru": name, "en": name}) if name else Translated())


def _times_of(rest: str) -> tuple[str, str]:
    """What of the rest of a line is times, and what is the day's name."""
    times = re.match(r"((?:[\d:]+\s*[-–—]\s*[\d:]+(?:\s*,\s*)?)+|[-–](?=\s|$))", rest)
    return (times[1].strip().rstrip(","), rest[times.end() :].strip()) if times else ("", rest.strip())
