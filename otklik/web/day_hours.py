"""The working time of a day as people type it, and back: `9:00–13:00, 14:00–18:00`."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong
from otklik.organisation.worktime import DAY, Spans

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?")
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
