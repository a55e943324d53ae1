"""The pauses between tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.core import retrying


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (10, 1024), (11, 2048), (12, 3600), (500, 3600)]
)
def test_doubling_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert retrying.pause(attempts, 0.5) == timedelta(seconds=seconds)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_spread_by_a_fifth_at_most(attempts: int, chance: float) -> None:
    middle = retrying.pause(attempts, 0.5)
    assert 0.79 * middle < retrying.pause(attempts, chance) < 1.21 * middle


def test_how_long_it_is_tried() -> None:
    def total(limit: int) -> timedelta:
        return sum((retrying.pause(n, 0.5) for n in range(1, limit)), timedelta())

    assert timedelta(minutes=15) < total(retrying.limit(network=False)) < timedelta(minutes=20)
    assert timedelta(hours=12) < total(retrying.limit(network=True)) < timedelta(hours=16)
