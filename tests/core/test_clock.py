"""The one clock, and the ids made by it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from otklik.core import clock
from otklik.core.ids import uuid7

MOSCOW = timezone(timedelta(hours=3))
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=MOSCOW)


def test_now_is_utc_and_moves() -> None:
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_frozen_it_stands_still_and_in_utc() -> None:
    with clock.freeze(NOON):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC
        with clock.shifted(timedelta(hours=2)):
            assert clock.now() == NOON + timedelta(hours=2)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_frozen_for_this_thread_alone() -> None:
    seen: list[datetime] = []
    with clock.freeze(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen != [NOON]


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.freeze(NOON.replace(tzinfo=None)):
        pass


def test_ids_are_uuid7_and_sort_by_time() -> None:
    ids = []
    for second in range(5):
        with clock.freeze(NOON + timedelta(seconds=second)):
            ids.append(uuid7())
    assert ids == sorted(ids)
    assert {(made.version, made.variant) for made in ids} == {(7, "specified in RFC 4122")}
    assert ids[0].int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_differ_within_a_millisecond() -> None:
    with clock.freeze(NOON):
        assert len({uuid7() for _ in range(1000)}) == 1000
