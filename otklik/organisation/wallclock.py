"""Working spans as people write them: `9:00-13:00, 14:00-18:00`, `22:00-6:00` across midnight. Pure."""

from __future__ import annotations

import re

from otklik.organisation.worktime import DAY, Spans, problems_of

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?")


class Unreadable(ValueError):
    """No spans of a day; the argument says which rule they break: `form`, `order`, `bounds`, `overlap`."""


def read(text: str) -> Spans:
    """The spans a person wrote, in the order of the day; an empty text is a day without work.

    An end that is not after its beginning lies on the next day; `0:00-24:00` is the whole day.
    Raises `Unreadable`.
    """
    parts = [part for part in re.split(r"[,;\n]+", text) if part.strip()]
    spans = tuple(sorted(_span(part.strip()) for part in parts))
    problem = problems_of(spans)
    if problem:
        raise Unreadable(problem)
    return spans


def write(spans: Spans) -> str:
    """The same as text: `09:00-13:00, 14:00-18:00`."""
    return ", ".join(f"{_clock(begin)}-{_clock(end if end <= DAY else end - DAY)}" for begin, end in spans)


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise Unreadable("form")
    hours, minutes, until_hours, until_minutes = (int(part or 0) for part in match.groups())
    begin, end = hours * 60 + minutes, until_hours * 60 + until_minutes
    if max(minutes, until_minutes) > 59 or max(begin, end) > DAY:
        raise Unreadable("form")
    return begin, end if end > begin else end + DAY


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
