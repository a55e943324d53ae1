"""Periodic work: once a period whoever asks, again after a failure, and the delivered schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from otklik.core import sweeping
from otklik.core.models import Sweep
from otklik.core.sweeping import Periodic
from otklik.jobs.schedule import SCHEDULE
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class Broom:
    """Counts, and fails while told to."""

    def __init__(self) -> None:
        self.swept = 0
        self.broken = False

    def sweep(self) -> None:
        self.swept += 1
        if self.broken:
            raise ValueError("the broom broke")


@pytest.fixture
def broom() -> Iterator[Broom]:
    tool = Broom()
    sweeping.install([Periodic("test.sweep", HOUR, tool.sweep)])
    yield tool
    sweeping.install(SCHEDULE)


def test_once_a_period(broom: Broom, frozen_clock: FrozenClock) -> None:
    assert sweeping.run_due() == ["test.sweep"]
    assert sweeping.run_due() == []
    frozen_clock.move(HOUR - timedelta(seconds=1))
    assert sweeping.run_due() == []
    frozen_clock.move(timedelta(seconds=1))
    assert sweeping.run_due() == ["test.sweep"]
    assert broom.swept == 2
    assert Sweep.objects.get().last_run == frozen_clock.now


def test_a_sweep_claimed_elsewhere_is_not_ours(broom: Broom, frozen_clock: FrozenClock) -> None:
    sweeping.run_due()
    frozen_clock.move(HOUR)
    [sweep] = sweeping.installed()
    assert sweeping._claimed(sweep, frozen_clock.now)
    assert not sweeping._claimed(sweep, frozen_clock.now)
    assert sweeping.run_due() == []


def test_a_sweep_whose_worker_vanished_is_taken_up(broom: Broom, frozen_clock: FrozenClock) -> None:
    sweeping.run_due()
    frozen_clock.move(HOUR)
    [sweep] = sweeping.installed()
    sweeping._claimed(sweep, frozen_clock.now)
    frozen_clock.move(sweeping.RETRY)
    assert sweeping.run_due() == ["test.sweep"]
    assert broom.swept == 2


def test_a_failure_is_kept_and_tried_again(broom: Broom, frozen_clock: FrozenClock) -> None:
    broom.broken = True
    sweeping.run_due()
    row = Sweep.objects.get()
    assert "ValueError: the broom broke" in row.last_error
    assert (row.last_run, row.next_run) == (None, frozen_clock.now + sweeping.RETRY)
    broom.broken = False
    frozen_clock.move(sweeping.RETRY)
    assert sweeping.run_due() == ["test.sweep"]
    row.refresh_from_db()
    assert (row.last_error, row.next_run) == ("", frozen_clock.now + HOUR)


def test_one_broken_sweep_does_not_stop_the_next(broom: Broom) -> None:
    def fall() -> None:
        raise ValueError("fell")

    sweeping.install([Periodic("a.falls", HOUR, fall), Periodic("b.sweeps", HOUR, broom.sweep)])
    assert sorted(sweeping.run_due()) == ["a.falls", "b.sweeps"]
    assert broom.swept == 1


def test_two_of_one_name_are_refused(broom: Broom) -> None:
    with pytest.raises(ValueError, match="one name"):
        sweeping.install([Periodic("x", HOUR, broom.sweep), Periodic("x", HOUR, broom.sweep)])
    assert [sweep.name for sweep in sweeping.installed()] == ["test.sweep"]


def test_the_delivered_sweeps_run(frozen_clock: FrozenClock) -> None:
    assert sorted(sweeping.run_due()) == sorted(sweep.name for sweep in SCHEDULE)
    assert list(Sweep.objects.exclude(last_error="")) == []
