"""Working time as the demo's people keep it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cli.demo.hours import DAY, ZONE, last_working, shift

HOUR = timedelta(hours=1)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "by", "then"),
    [
        (moscow(17, 10), HOUR, moscow(17, 11)),
        (moscow(17, 17, 30), HOUR, moscow(18, 9, 30)),
        (moscow(20, 17), 2 * HOUR, moscow(23, 10)),
        (moscow(21, 12), HOUR, moscow(23, 10)),
        (moscow(17, 6), timedelta(), moscow(17, 9)),
        (moscow(16, 9), 5 * DAY, moscow(23, 9)),
        (moscow(17, 11), -HOUR, moscow(17, 10)),
        (moscow(23, 9, 30), -HOUR, moscow(20, 17, 30)),
        (moscow(22, 3), -HOUR, moscow(20, 17)),
    ],
)
def test_moments_are_shifted_by_working_time(at: datetime, by: timedelta, then: datetime) -> None:
    assert shift(at, by) == then


def test_outside_working_hours_the_last_work_was_at_closing_time() -> None:
    assert last_working(moscow(22, 3)) == moscow(20, 18)
    assert last_working(moscow(17, 12)) == moscow(17, 12)


@given(st.integers(0, 400 * 24 * 60), st.integers(1, 40 * 60))
def test_going_there_and_back_is_where_one_was(begins: int, minutes: int) -> None:
    start = shift(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=begins), timedelta())
    by = timedelta(minutes=minutes)
    assert shift(shift(start, by), -by) in (start, last_working(start))
