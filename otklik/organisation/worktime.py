"""Working time: how long until, how long between, when it opens next, when the Nth working day ends.

Pure arithmetic. A working week is said in wall-clock minutes of a zone (`Hours`); a `Timetable` turns it
into spans of real time once, years at a time, with running sums, and answers by bisection. Real time is
what is counted: an hour that summer time leaves out is not worked, one that comes twice is worked twice.

A span belongs to the local date it begins on, also where it runs past midnight: closing a day takes away
the shift that begins on it and leaves the end of the night before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from otklik.organisation.transitions import Stretch, stretches

DAY = 24 * 60
"""Minutes of a wall-clock day."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DATE = date(1970, 1, 1).toordinal()
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_MEAN_YEAR = 31_556_952 * _SECOND
_FIRST_YEAR, _LAST_YEAR = 1971, 2199

Spans = tuple[tuple[int, int], ...]
"""Wall-clock minutes since midnight of the date the work begins on, [from, to), in order, apart."""
Week = tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
"""Monday first."""
NEVER: Week = ((), (), (), (), (), (), ())
ALWAYS: Week = (((0, DAY),),) * 7


class NoWorkingTime(Exception):
    """The calendar holds no (more) working time to answer with: every day closed, or none within reach."""


@dataclass(frozen=True, slots=True)
class Version:
    """A week that is in force from a local date on; None: from the beginning."""

    valid_from: date | None
    week: Week


@dataclass(frozen=True)
class Hours:
    """Everything a calendar says: zone, weeks by validity, and the days that differ from their week."""

    zone: str
    versions: Sequence[Version]
    days: Mapping[date, Spans] = field(default_factory=dict)

    def spans_of(self, day: date) -> Spans:
        """The working spans that begin on this local date."""
        special = self.days.get(day)
        return self.week_of(day)[day.weekday()] if special is None else special

    def week_of(self, day: date) -> Week:
        """The week in force on this date; before the first version that one."""
        if not self.versions:
            return NEVER
        begun = [v for v in self.versions if v.valid_from is None or v.valid_from <= day]
        return max(begun or self.versions[:1], key=lambda v: v.valid_from or date.min).week


def problems_of(spans: Spans) -> str:
    """Why these are no spans of a day: `order`, `bounds`, `overlap`; empty when they are."""
    for begin, end in spans:
        if not (0 <= begin < DAY and begin < end <= begin + DAY):
            return "order" if end <= begin else "bounds"
    for (_begin, end), (then, _end) in pairwise(spans):
        if then < end:
            return "overlap"
    return ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Working spans of some years in microseconds since 1970, with what was worked before each."""

    first_year: int
    last_year: int
    starts: Sequence[int]
    ends: Sequence[int]
    sums: Sequence[int]
    day_ordinals: Sequence[int]
    day_ends: Sequence[int]


class Timetable:
    """Answers about one `Hours`. Keep it: what it has worked out once it knows. Safe between threads."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._zone = ZoneInfo(hours.zone)
        self._table = _Table(1, 0, (), (), (0,), (), ())
        regular = (
            max(hours.versions, key=lambda v: v.valid_from or date.min).week if hours.versions else NEVER
        )
        changes = [day.year for day in hours.days]
        changes += [v.valid_from.year for v in hours.versions if v.valid_from]
        # From here on every week is like the last one; when that one is empty, nothing comes any more.
        self._ends_in = max(changes, default=_FIRST_YEAR) if not any(regular) else _LAST_YEAR

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which `amount` of working time has passed since `start`; UTC.

        Nothing to add: `start` itself. Time that ends with a span ends at its end, not at the next opening.
        """
        begin, wanted = _micros(start), amount // timedelta(microseconds=1)
        if wanted < 0:
            raise ValueError("working time is added, not taken away")
        if not wanted:
            return _moment(begin)
        table = self._reaching(begin)
        while (target := _worked(table, begin) + wanted) > table.sums[-1]:
            table = self._further(table)
        place = bisect_left(table.sums, target) - 1
        return _moment(table.starts[place] + target - table.sums[place])

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; negative when `end` comes first."""
        begin, finish = _micros(start), _micros(end)
        table = self._reaching(min(begin, finish), max(begin, finish))
        return timedelta(microseconds=_worked(table, finish) - _worked(table, begin))

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself while working time runs, else when it next begins."""
        asked = _micros(moment)
        table = self._reaching(asked)
        while (place := bisect_right(table.ends, asked)) == len(table.ends):
            table = self._further(table)
        return _moment(max(asked, table.starts[place]))

    def is_open(self, moment: datetime) -> bool:
        """Whether working time runs at this moment."""
        asked = _micros(moment)
        table = self._reaching(asked)
        place = bisect_right(table.ends, asked)
        return place < len(table.ends) and table.starts[place] <= asked

    def closing(self, moment: datetime, pause: timedelta) -> datetime | None:
        """When the working time that runs at this moment ends; a break no longer than `pause` is no end.
        None while none runs."""
        asked, most = _micros(moment), pause // timedelta(microseconds=1)
        table = self._reaching(asked)
        place = bisect_right(table.ends, asked)
        if place == len(table.ends) or table.starts[place] > asked:
            return None
        while place + 1 < len(table.ends) and table.starts[place + 1] - table.ends[place] <= most:
            place += 1
        return _moment(table.ends[place])

    def end_of_working_day(self, start: datetime, number: int) -> datetime:
        """When the Nth working day after the local date of `start` ends: that date itself does not count."""
        if number < 1:
            raise ValueError("the first working day is number 1")
        asked = _micros(start)
        today = start.astimezone(self._zone).toordinal()
        table = self._reaching(asked)
        while (place := bisect_right(table.day_ordinals, today) + number - 1) >= len(table.day_ends):
            table = self._further(table)
        return _moment(table.day_ends[place])

    def _reaching(self, first: int, last: int | None = None) -> _Table:
        """The table with these moments well inside."""
        early, late = _year(first) - 1, _year(first if last is None else last) + 1
        table = self._table
        if table.first_year <= early and late <= table.last_year:
            return table
        if early < _FIRST_YEAR or late > _LAST_YEAR:
            raise NoWorkingTime
        if table.first_year <= table.last_year:
            early, late = min(early, table.first_year), max(late, table.last_year)
        return self._filled(early, late)

    def _further(self, table: _Table) -> _Table:
        if table.last_year >= self._ends_in or table.last_year >= _LAST_YEAR:
            raise NoWorkingTime
        ahead = max(2, table.last_year - table.first_year)
        return self._filled(table.first_year, min(table.last_year + ahead, _LAST_YEAR))

    def _filled(self, first_year: int, last_year: int) -> _Table:
        pieces = list(self._pieces(first_year, last_year))
        day_ends: dict[int, int] = {}
        for ordinal, _begin, end in pieces:
            day_ends[ordinal] = max(end, day_ends.get(ordinal, end))
        starts: list[int] = []
        ends: list[int] = []
        # An hour that comes twice, and a shift that runs into the next day's, come out of order.
        for begin, end in sorted((begin, end) for _ordinal, begin, end in pieces):
            if ends and begin <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(begin)
                ends.append(end)
        sums = [0, *accumulate(end - begin for begin, end in zip(starts, ends, strict=True))]
        days = list(day_ends)
        self._table = _Table(first_year, last_year, starts, ends, sums, days, list(day_ends.values()))
        return self._table

    def _pieces(self, first_year: int, last_year: int) -> Iterator[tuple[int, int, int]]:
        """(local date, from, to) in real time of every working span, in the order of the local dates."""
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        even = stretches(self._zone, first - timedelta(days=4), last + timedelta(days=4))
        place = 0
        for ordinal in range(first.toordinal() - 2, last.toordinal() + 1):
            midnight = (ordinal - _FIRST_DATE) * DAY
            while even[place].local_end <= midnight * _MINUTE:
                place += 1
            for begin, end in self._hours.spans_of(date.fromordinal(ordinal)):
                for low, high in _real(midnight + begin, midnight + end, even, place):
                    yield ordinal, low, high


def _real(begin: int, end: int, even: Sequence[Stretch], place: int) -> Iterator[tuple[int, int]]:
    """The pieces of real time in which the wall clock shows these minutes."""
    for stretch in even[place:]:
        if stretch.local_start >= (end + DAY) * _MINUTE:
            return
        low, high = max(begin * _MINUTE, stretch.local_start), min(end * _MINUTE, stretch.local_end)
        if low < high:
            yield low - stretch.offset, high - stretch.offset


def _worked(table: _Table, moment: int) -> int:
    """Working time of the table before this moment."""
    place = bisect_right(table.starts, moment) - 1
    if place < 0:
        return 0
    return table.sums[place] + min(moment, table.ends[place]) - table.starts[place]


def _micros(moment: datetime) -> int:
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * _SECOND + passed.microseconds


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _year(micros: int) -> int:
    return 1970 + micros // _MEAN_YEAR
