"""The hours in which somebody wants no letters: `22:00-08:00`, by their own clock, every day. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def is_span(text: str) -> bool:
    """Whether these are hours of a day: two different moments of it, as `HH:MM-HH:MM`."""
    return _read(text) is not None


def quiet_left(text: str, zone: str, at: datetime) -> timedelta | None:
    """How long the quiet hours that a moment falls into still last; None where it falls into none.

    Real time, also in nights in which clocks are changed.
    """
    span = _read(text)
    if span is None:
        return None
    here = at.astimezone(ZoneInfo(zone))
    for days in (-1, 0):
        begin = datetime.combine(here.date() + timedelta(days=days), span[0], here.tzinfo)
        past_midnight = timedelta(days=1 if span[1] <= span[0] else 0)
        end = datetime.combine(begin.date() + past_midnight, span[1], here.tzinfo)
        if begin.timestamp() <= at.timestamp() < end.timestamp():
            return timedelta(seconds=end.timestamp() - at.timestamp())
    return None


def _read(text: str) -> tuple[time, time] | None:
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    hours = [int(number) for number in found.groups()]
    begin, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    return (begin, end) if begin != end else None
