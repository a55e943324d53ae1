"""Stretches of real time in which a zone's clocks run evenly, between changes of its offset from UTC.

Pure. The zone database (IANA) tells an offset for a moment, not when it changes; changes are found by
asking once a day and halving the day in which the answers differ. Two changes within one day, which no
zone has had since 1970, would be seen as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An even stretch: its first and last wall-clock reading and the offset, in microseconds.

    Wall-clock readings count from 1970-01-01 00:00 on the wall; real time is the reading less the offset.
    """

    local_start: int
    local_end: int
    offset: int


def stretches(zone: tzinfo, first: date, last: date) -> list[Stretch]:
    """The even stretches of a zone from the beginning of one date to the beginning of another (UTC)."""
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    found: list[Stretch] = []
    begun, offset = moment, _offset(zone, moment)
    while moment < end:
        later = min(moment + _DAY, end)
        if _offset(zone, later) != offset:
            change = _change(zone, moment, later)
            found.append(_stretch(begun, change, offset))
            begun, offset = change, _offset(zone, later)
        moment = later
    found.append(_stretch(begun, end, offset))
    return found


def _change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset becomes what it is at `after`."""
    old = _offset(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _stretch(begin: datetime, end: datetime, offset: timedelta) -> Stretch:
    shift = offset // _MICROSECOND
    return Stretch((begin - _EPOCH) // _MICROSECOND + shift, (end - _EPOCH) // _MICROSECOND + shift, shift)
