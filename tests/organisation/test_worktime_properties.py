"""The timetable against a naive model that walks through time minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.organisation.worktime import DAY, Hours, NoWorkingTime, Spans, Timetable, Version

ZONES = (
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
)
# Around changes of the clocks, the skipped day of Samoa, a leap day, a turn of the year.
STARTS = (
    datetime(2024, 2, 27, 22, 13, tzinfo=UTC),
    datetime(2026, 3, 28, 20, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 3, 30, tzinfo=UTC),
    datetime(2026, 3, 7, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
    datetime(2026, 4, 4, 10, 0, tzinfo=UTC),
    datetime(2011, 12, 28, 8, 0, tzinfo=UTC),
    datetime(2026, 12, 30, 6, 0, tzinfo=UTC),
)
MINUTE = timedelta(minutes=1)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """Up to three spans of a day, the last perhaps past midnight."""
    points = sorted(draw(st.sets(st.integers(0, DAY + 8 * 60), max_size=6)))
    pairs = zip(points[::2], points[1::2], strict=False)
    return tuple((a, b) for a, b in pairs if a < DAY and b <= a + DAY)


weeks = st.tuples(*[spans()] * 7)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Hours, datetime]:
    """A calendar with days that differ near the moment asked about, and perhaps another week from then on."""
    start = draw(st.sampled_from(STARTS)) + timedelta(minutes=draw(st.integers(0, 3 * DAY)))
    near = st.integers(-2, 9).map(lambda n: start.date() + timedelta(days=n))
    versions = [Version(None, draw(weeks))]
    if draw(st.booleans()):
        versions.append(Version(draw(near), draw(weeks)))
    days: dict[date, Spans] = draw(st.dictionaries(near, st.one_of(st.just(()), spans()), max_size=5))
    return Hours(draw(st.sampled_from(ZONES)), tuple(versions), days), start


def works(hours: Hours, moment: datetime) -> bool:
    """Whether the wall clock stands inside a span of this date, or of the one before that runs on."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    minute = local.hour * 60 + local.minute
    begun = ((local.date(), minute), (local.date() - timedelta(days=1), minute + DAY))
    return any(a <= at < b for day, at in begun for a, b in hours.spans_of(day))


@settings(max_examples=60)
@given(calendars(), st.integers(1, 6 * DAY))
def test_time_between_is_the_minutes_that_were_worked(given_: tuple[Hours, datetime], length: int) -> None:
    hours, start = given_
    end = start + length * MINUTE
    counted = sum(works(hours, start + n * MINUTE) for n in range(length))
    table = Timetable(hours)
    assert table.between(start, end) == counted * MINUTE
    assert table.between(end, start) == -counted * MINUTE


@settings(max_examples=60)
@given(calendars(), st.integers(1, 2 * DAY))
def test_added_time_ends_with_the_last_minute_worked(given_: tuple[Hours, datetime], wanted: int) -> None:
    hours, start = given_
    moment, left, limit = start, wanted, start + timedelta(days=8)
    while left and moment < limit:
        left -= works(hours, moment)
        moment += MINUTE
    if left:
        return
    assert Timetable(hours).add(start, wanted * MINUTE) == moment


@settings(max_examples=60)
@given(calendars())
def test_the_next_opening_is_the_first_minute_worked(given_: tuple[Hours, datetime]) -> None:
    hours, start = given_
    found = next((at for n in range(8 * DAY) if works(hours, at := start + n * MINUTE)), None)
    table = Timetable(hours)
    assert table.is_open(start) == works(hours, start)
    if found is not None:
        assert table.next_opening(start) == found


@settings(max_examples=60)
@given(calendars(), st.integers(1, 8 * DAY), st.integers(1, 8 * DAY))
def test_adding_twice_is_adding_the_sum(given_: tuple[Hours, datetime], one: int, other: int) -> None:
    hours, start = given_
    table = Timetable(hours)
    try:
        together = table.add(start, (one + other) * MINUTE)
    except NoWorkingTime:
        return
    assert table.add(table.add(start, one * MINUTE), other * MINUTE) == together
    assert table.between(start, together) == (one + other) * MINUTE
