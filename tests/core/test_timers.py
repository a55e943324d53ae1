"""Timers: set, replaced, cancelled; and a timer that deals with itself while it runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import clock, queue, worker
from otklik.core.models import Job
from otklik.core.performing import perform, settle
from otklik.core.reacting import timer
from otklik.core.timers import cancel_timer, set_timer, timer_at
from tests.core.conftest import Install
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
rung: list[tuple[str, object]] = []


@timer()
def ring(job: Job) -> None:
    rung.append((job.key or "", job.payload.get("number")))


@timer(lane="mail")
def poll(job: Job) -> None:
    """Comes again by itself, as the polling of a mailbox does."""
    rung.append((job.key or "", job.payload["round"]))
    set_timer(job.key or "", "core.poll", clock.now() + MINUTE, {"round": job.payload["round"] + 1})


@timer()
def think_better(job: Job) -> None:
    rung.append(("cancelled", cancel_timer(job.key or "")))


@pytest.fixture(autouse=True)
def _timers(install: Install) -> None:
    rung.clear()
    install(timers=(ring, poll, think_better))


def test_a_timer_runs_at_its_time_and_once(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.ring", frozen_clock.now + MINUTE, {"number": 7})
    assert timer_at("bell:1") == frozen_clock.now + MINUTE
    assert worker.drain() == 0
    frozen_clock.move(MINUTE)
    assert worker.drain() == 1
    assert rung == [("bell:1", 7)]
    assert timer_at("bell:1") is None


def test_setting_again_replaces(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.ring", frozen_clock.now + MINUTE, {"number": 1})
    set_timer("bell:1", "core.poll", frozen_clock.now + 2 * MINUTE, {"round": 2})
    frozen_clock.move(MINUTE)
    assert worker.drain() == 0
    frozen_clock.move(MINUTE)
    assert worker.drain() == 1
    assert rung == [("bell:1", 2)]
    job = Job.objects.get()
    assert (job.lane, job.payload) == ("mail", {"round": 3})


def test_a_cancelled_timer_does_not_run(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.ring", frozen_clock.now)
    assert cancel_timer("bell:1") is True
    assert cancel_timer("bell:1") is False
    assert worker.drain() == 0
    assert rung == []


def test_a_timer_may_set_itself_again(frozen_clock: FrozenClock) -> None:
    set_timer("mailbox:1", "core.poll", frozen_clock.now, {"round": 1})
    for _ in range(3):
        assert worker.drain() == 1
        frozen_clock.move(MINUTE)
    assert rung == [("mailbox:1", 1), ("mailbox:1", 2), ("mailbox:1", 3)]
    assert Job.objects.get().payload == {"round": 4}


def test_a_timer_may_cancel_itself(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.think_better", frozen_clock.now)
    assert worker.drain() == 1
    assert rung == [("cancelled", True)]
    assert not Job.objects.exists()


def test_replaced_while_it_runs_the_old_run_does_not_count(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.ring", frozen_clock.now, {"number": 1})
    [claimed] = queue.claim_fresh("default", limit=1, lease=MINUTE)
    set_timer("bell:1", "core.ring", frozen_clock.now + MINUTE, {"number": 2})
    with pytest.raises(queue.LeaseLost):
        settle(claimed, None)
    assert perform(claimed) is None
    frozen_clock.move(MINUTE)
    worker.drain()
    assert rung[-1] == ("bell:1", 2)
    assert not Job.objects.exists()


def test_cancelled_while_it_runs_it_does_not_count() -> None:
    set_timer("bell:1", "core.ring", clock.now())
    [claimed] = queue.claim_fresh("default", limit=1, lease=MINUTE)
    cancel_timer("bell:1")
    with pytest.raises(queue.LeaseLost):
        settle(claimed, None)


def test_a_dead_timer_set_again_lives(frozen_clock: FrozenClock) -> None:
    set_timer("bell:1", "core.ring", frozen_clock.now, {"number": 1})
    [claimed] = queue.claim_fresh("default", limit=1, lease=MINUTE)
    queue.fail(claimed, ValueError("no"), limit=1)
    assert timer_at("bell:1") is None
    set_timer("bell:1", "core.ring", frozen_clock.now, {"number": 2})
    assert worker.drain() == 1
    assert rung == [("bell:1", 2)]


def test_a_timer_without_a_reaction_is_refused() -> None:
    with pytest.raises(ValueError, match="no reaction is called"):
        set_timer("bell:1", "core.rang", clock.now())
    assert not Job.objects.exists()
