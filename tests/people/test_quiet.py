"""Hours without letters: by the person's own clock, past midnight, in nights of changed clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from otklik.people.quiet import is_span, quiet_left

NIGHT = "22:00-08:00"


@pytest.mark.parametrize(
    ("text", "zone", "at", "left"),
    [
        (NIGHT, "Europe/Moscow", datetime(2026, 11, 24, 19, 0, tzinfo=UTC), timedelta(hours=10)),
        (NIGHT, "Europe/Moscow", datetime(2026, 11, 24, 4, 59, 30, tzinfo=UTC), timedelta(seconds=30)),
        (NIGHT, "Europe/Moscow", datetime(2026, 11, 24, 5, 0, tzinfo=UTC), None),
        (NIGHT, "Asia/Vladivostok", datetime(2026, 11, 24, 19, 0, tzinfo=UTC), timedelta(hours=3)),
        ("13:00-14:00", "Europe/Moscow", datetime(2026, 11, 24, 10, 15, tzinfo=UTC), timedelta(minutes=45)),
        ("13:00-14:00", "Europe/Moscow", datetime(2026, 11, 24, 9, 59, tzinfo=UTC), None),
        # An hour longer, and an hour shorter, than the clock on the wall says.
        (NIGHT, "Europe/Berlin", datetime(2026, 10, 24, 20, 0, tzinfo=UTC), timedelta(hours=11)),
        (NIGHT, "Europe/Berlin", datetime(2026, 3, 28, 21, 0, tzinfo=UTC), timedelta(hours=9)),
        ("", "Europe/Moscow", datetime(2026, 11, 24, 19, 0, tzinfo=UTC), None),
    ],
)
def test_how_long_it_lasts(text: str, zone: str, at: datetime, left: timedelta | None) -> None:
    assert quiet_left(text, zone, at) == left


def test_what_are_hours() -> None:
    assert [is_span(text) for text in (NIGHT, "00:00-23:59")] == [True, True]
    wrong = ("", "22:00-", "-08:00", "24:00-08:00", "8:00-9:00", "09:00-09:00", "22:00-08:60", "x")
    assert not any(is_span(text) for text in wrong)
