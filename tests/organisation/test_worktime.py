"""Working time by the calendar on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.organisation.worktime import (
    ALWAYS,
    NEVER,
    Hours,
    NoWorkingTime,
    Spans,
    Timetable,
    Version,
    Week,
    problems_of,
)

NINE_TO_SIX: Spans = ((9 * 60, 18 * 60),)
OFFICE: Week = (NINE_TO_SIX,) * 5 + ((), ())
MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def table(
    week: Week = OFFICE, zone: str = "Europe/Moscow", days: dict[date, Spans] | None = None
) -> Timetable:
    return Timetable(Hours(zone, (Version(None, week),), days or {}))


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20T10:00", 2, "2026-11-20T12:00"),
        ("2026-11-20T17:00", 1, "2026-11-20T18:00"),
        ("2026-11-20T17:00", 2, "2026-11-23T10:00"),
        ("2026-11-21T12:00", 1, "2026-11-23T10:00"),
        ("2026-11-20T03:00", 9, "2026-11-20T18:00"),
        ("2028-02-28T17:00", 10, "2028-02-29T18:00"),
        ("2026-11-20T09:00", 45, "2026-11-26T18:00"),
    ],
)
def test_adding_hours(start: str, hours: int, end: str) -> None:
    assert table().add(at(start), hours * HOUR) == at(end)


def test_nothing_to_add_is_the_moment_itself() -> None:
    night = at("2026-11-21T03:00")
    assert table().add(night, timedelta()) == night
    assert table(NEVER).add(night, timedelta()) == night


def test_seconds_and_parts_of_them_are_kept() -> None:
    start = at("2026-11-20T17:59:59") + timedelta(microseconds=250_000)
    assert table().add(start, timedelta(seconds=1)) == at("2026-11-23T09:00:00") + timedelta(
        microseconds=250_000
    )


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    nights: Week = (((22 * 60, 30 * 60),),) * 7
    assert table(nights).add(at("2026-11-20T23:00"), 8 * HOUR) == at("2026-11-21T23:00")
    closed = table(nights, days={date(2026, 11, 21): ()})
    assert closed.is_open(at("2026-11-21T05:59"))
    assert closed.next_opening(at("2026-11-21T06:00")) == at("2026-11-22T22:00")


def test_spring_takes_an_hour_and_autumn_gives_one() -> None:
    nights: Week = (((0, 4 * 60),),) * 7
    clock = table(nights, "Europe/Berlin")
    assert clock.between(at("2026-03-29T00:00", BERLIN), at("2026-03-29T12:00", BERLIN)) == 3 * HOUR
    assert clock.between(at("2026-10-25T00:00", BERLIN), at("2026-10-25T12:00", BERLIN)) == 5 * HOUR


def test_a_span_inside_the_missing_hour_is_no_work() -> None:
    missing: Week = (((2 * 60, 3 * 60),),) * 7
    clock = table(missing, "Europe/Berlin")
    assert clock.next_opening(at("2026-03-29T00:00", BERLIN)) == at("2026-03-30T02:00", BERLIN)
    assert clock.end_of_working_day(at("2026-03-28T12:00", BERLIN), 1) == at("2026-03-30T03:00", BERLIN)


def test_a_chain_of_holidays_and_a_moved_working_day() -> None:
    days: dict[date, Spans] = {date(2026, 1, n): () for n in range(1, 12)} | {date(2026, 1, 10): NINE_TO_SIX}
    clock = table(days=days)
    assert clock.add(at("2025-12-31T17:00"), 2 * HOUR) == at("2026-01-10T10:00")
    assert clock.end_of_working_day(at("2025-12-31T12:00"), 2) == at("2026-01-12T18:00")


def test_a_shortened_day() -> None:
    clock = table(days={date(2026, 11, 3): ((9 * 60, 17 * 60),), date(2026, 11, 4): ()})
    assert clock.add(at("2026-11-03T16:00"), 2 * HOUR) == at("2026-11-05T10:00")
    assert clock.between(at("2026-11-03T00:00"), at("2026-11-06T00:00")) == 17 * HOUR


def test_a_year_of_closed_days_is_passed_over() -> None:
    first = date(2026, 1, 1)
    clock = table(days={first + timedelta(days=n): () for n in range(3 * 365)})
    assert clock.next_opening(at("2026-01-05T10:00")) == at("2029-01-01T09:00")


def test_versions_hold_from_their_date_on() -> None:
    late: Week = (((12 * 60, 20 * 60),),) * 5 + ((), ())
    versions = (Version(date(2026, 11, 23), late), Version(None, OFFICE))
    clock = Timetable(Hours("Europe/Moscow", versions))
    assert clock.add(at("2026-11-20T17:00"), 2 * HOUR) == at("2026-11-23T13:00")


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-11-16T12:00", 5, "2026-11-23T18:00"),  # Monday: Tuesday is the first
        ("2026-11-20T23:30", 1, "2026-11-23T18:00"),
        ("2026-11-21T12:00", 5, "2026-11-27T18:00"),  # Saturday: Monday is the first
        ("2026-10-30T12:00", 5, "2026-11-09T18:00"),  # 4 November is a holiday below
    ],
)
def test_the_nth_working_day_ends(start: str, number: int, end: str) -> None:
    clock = table(days={date(2026, 11, 4): ()})
    assert clock.end_of_working_day(at(start), number) == at(end)


def test_around_the_clock_days_end_at_midnight() -> None:
    clock = table(ALWAYS)
    assert clock.add(at("2026-11-20T10:00"), 72 * HOUR) == at("2026-11-23T10:00")
    assert clock.end_of_working_day(at("2026-11-20T10:00"), 2) == at("2026-11-23T00:00")


def test_no_working_time_is_said_and_never_searched_for_ever() -> None:
    moment = at("2026-11-20T10:00")
    ended = Timetable(Hours("UTC", (Version(None, OFFICE), Version(date(2026, 12, 1), NEVER))))
    for clock in (table(NEVER), ended, Timetable(Hours("UTC", ()))):
        with pytest.raises(NoWorkingTime):
            clock.add(moment, 1000 * HOUR)
        with pytest.raises(NoWorkingTime):
            clock.end_of_working_day(moment, 40)
    with pytest.raises(NoWorkingTime):
        table(NEVER).next_opening(moment)
    assert not table(NEVER).is_open(moment)
    assert table(NEVER).between(moment, moment + 100 * HOUR) == timedelta()


def test_one_last_working_day_is_found_although_every_week_is_empty() -> None:
    clock = table(NEVER, days={date(2027, 5, 3): NINE_TO_SIX})
    assert clock.next_opening(at("2026-11-20T10:00")) == at("2027-05-03T09:00")
    with pytest.raises(NoWorkingTime):
        clock.add(at("2026-11-20T10:00"), 10 * HOUR)


def test_what_lies_beyond_all_calendars_is_refused() -> None:
    with pytest.raises(NoWorkingTime):
        table().add(at("2026-11-20T10:00"), timedelta(days=40_000))
    with pytest.raises(NoWorkingTime):
        table().next_opening(datetime(1900, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="added"):
        table().add(at("2026-11-20T10:00"), -HOUR)
    with pytest.raises(ValueError, match="number 1"):
        table().end_of_working_day(at("2026-11-20T10:00"), 0)


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ((), ""),
        (((540, 780), (840, 1080)), ""),
        (((0, 1440),), ""),
        (((1320, 1800),), ""),
        (((600, 600),), "order"),
        (((1440, 1500),), "bounds"),
        (((-1, 60),), "bounds"),
        (((600, 2100),), "bounds"),
        (((540, 800), (780, 1080)), "overlap"),
        (((840, 1080), (540, 780)), "overlap"),
    ],
)
def test_what_spans_of_a_day_may_be(spans: Spans, problem: str) -> None:
    assert problems_of(spans) == problem
