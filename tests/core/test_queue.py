"""The queue's rows: claimed by one, acknowledged with the effect, tried again, given up, run again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from otklik.core import backlog, clock, queue, retrying, worker
from otklik.core.models import Event, Job
from otklik.core.performing import perform, settle
from otklik.core.reacting import Effect, later
from tests.core.conftest import HAPPENED, Install, happen
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)
done: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@later()
def write_down(event: Event) -> None:
    done.append(f"written {event.data['number']}")


@later(lane="mail", network=True)
def call_peer(event: Event) -> Effect:
    done.append(f"called {event.data['number']} in transaction {bool(queue.own('none'))}")

    def effect() -> None:
        done.append(f"noted {event.data['number']}")

    return effect


@later()
def break_down(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(data={"number": "changed"})
    raise ValueError("no such thing")


@later()
def put_off(event: Event) -> None:
    raise queue.NotYet(timedelta(minutes=5))


@later()
def follow(event: Event) -> None:
    if event.depth < 2:
        happen(event.data["number"] + 1)


def test_each_reaction_is_a_row_and_done_once(install: Install) -> None:
    install(later=(write_down, call_peer))
    event = happen(7)
    assert sorted(Job.objects.values_list("event_id", "reaction", "lane")) == [
        (event.pk, "core.call_peer", "mail"),
        (event.pk, "core.write_down", "default"),
    ]
    assert worker.drain() == 2
    assert sorted(done) == ["called 7 in transaction False", "noted 7", "written 7"]
    assert not Job.objects.exists()
    assert worker.drain() == 0


def test_a_reaction_nobody_wants_writes_no_row(install: Install) -> None:
    @later(wanted=lambda event: event.data["number"] > 5)
    def hear(event: Event) -> None:
        done.append(str(event.data["number"]))

    install(later=(hear,))
    happen(5)
    happen(6)
    assert Job.objects.count() == 1
    worker.drain()
    assert done == ["6"]


def test_what_follows_knows_its_cause(install: Install) -> None:
    install(later=(follow,))
    first = happen(1)
    assert worker.drain() == 3
    chain = list(
        Event.objects.filter(kind=HAPPENED.name).order_by("id").values_list("id", "cause_id", "depth")
    )
    assert [(cause, depth) for _, cause, depth in chain] == [(None, 0), (first.pk, 1), (chain[1][0], 2)]


def test_two_never_claim_the_same_row(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(write_down,))
    for number in range(3):
        happen(number)
    mine = queue.claim_fresh("default", limit=2, lease=LEASE)
    others = queue.claim_fresh("default", limit=5, lease=LEASE)
    assert [job.event.data["number"] for job in mine] == [0, 1]
    assert [job.event.data["number"] for job in others] == [2]
    assert queue.claim_fresh("default", limit=5, lease=LEASE) == []
    assert queue.claim_tried("default", lease=LEASE) == []
    assert queue.due_lanes(["default", "mail"]) == []


def test_a_lease_that_ran_out_is_taken_over_and_the_late_effect_does_not_count(
    install: Install, frozen_clock: FrozenClock
) -> None:
    install(later=(write_down,))
    event = happen()
    [late] = queue.claim_fresh("default", limit=5, lease=LEASE)
    frozen_clock.move(LEASE)
    assert queue.due_lanes(["mail", "default"]) == ["default"]
    [heir] = queue.claim_tried("default", lease=LEASE)
    assert (heir.pk, heir.attempts, heir.error) == (late.pk, 1, queue.CRASHED)
    assert heir.lease != late.lease

    def effect() -> None:
        Event.objects.filter(pk=event.pk).update(via="late")

    with pytest.raises(queue.LeaseLost):
        settle(late, effect)
    assert Event.objects.get(pk=event.pk).via == "system"
    assert Job.objects.get().lease == heir.lease
    assert perform(late) is None
    assert perform(heir) is None
    assert not Job.objects.exists()


def test_a_long_job_keeps_its_lease(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(write_down,))
    happen()
    jobs = queue.claim_fresh("default", limit=5, lease=LEASE)
    frozen_clock.move(LEASE * 0.7)
    queue.extend(jobs, LEASE)
    frozen_clock.move(LEASE * 0.7)
    assert queue.claim_tried("default", lease=LEASE) == []
    perform(jobs[0])
    assert not Job.objects.exists()


def test_a_failure_rolls_back_and_is_tried_again_later_and_later(
    install: Install, frozen_clock: FrozenClock
) -> None:
    install(later=(break_down,))
    event = happen(3)
    pauses = []
    for attempt in range(1, 4):
        assert worker.drain(failing=True) == 1
        job = Job.objects.get()
        assert (job.attempts, job.lease, job.dead_at) == (attempt, None, None)
        assert "ValueError: no such thing" in job.error
        assert job.leased_until is not None
        pauses.append((job.leased_until - frozen_clock.now).total_seconds())
        assert worker.drain() == 0
        frozen_clock.set(job.leased_until)
    assert Event.objects.get(pk=event.pk).data == {"number": 3}
    assert [1.6 <= pauses[0] <= 2.4, 3.2 <= pauses[1] <= 4.8, 6.4 <= pauses[2] <= 9.6] == [True] * 3


def test_drain_raises_what_a_reaction_raises(install: Install) -> None:
    install(later=(break_down,))
    happen()
    with pytest.raises(worker.Failed, match="no such thing"):
        worker.drain()


def test_a_job_that_kills_workers_is_given_up(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(write_down,))
    happen()
    queue.claim_fresh("default", limit=1, lease=LEASE)
    for crash in range(1, retrying.DATABASE_ATTEMPTS):
        frozen_clock.move(LEASE)
        [job] = queue.claim_tried("default", lease=LEASE)
        assert job.attempts == crash
    frozen_clock.move(LEASE)
    assert worker.drain() == 1
    job = Job.objects.get()
    assert (job.dead_at, job.error, done) == (frozen_clock.now, queue.CRASHED, [])
    assert Event.objects.get(kind="reaction.died").data["error"] == "WorkerEnded"


def test_putting_off_is_no_failure(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(put_off,))
    happen()
    for _ in range(retrying.DATABASE_ATTEMPTS + 1):
        assert worker.drain() == 1
        assert worker.drain() == 0
        frozen_clock.move(timedelta(minutes=5))
    job = Job.objects.get()
    assert (job.attempts, job.error, job.dead_at) == (0, "", None)


def test_what_was_not_begun_is_released_untouched(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(write_down, break_down))
    happen()
    worker.drain(["mail"])
    jobs = queue.claim_fresh("default", limit=2, lease=LEASE)
    queue.fail(jobs[1], ValueError(), limit=5)
    queue.release(jobs)
    first = Job.objects.get(pk=jobs[0].pk)
    assert (first.lease, first.leased_until, first.attempts) == (None, None, 0)
    frozen_clock.move(timedelta(seconds=5))
    tried = queue.claim_tried("default", lease=LEASE)
    queue.release(tried)
    again = queue.claim_tried("default", lease=LEASE)
    assert [(job.pk, job.attempts) for job in again] == [(jobs[1].pk, 1)]


def test_a_reaction_the_program_does_not_know_waits_for_one_that_does(
    install: Install, frozen_clock: FrozenClock
) -> None:
    install(later=(write_down,))
    happen(1)
    install()
    assert worker.drain(failing=True) == 1
    assert "NoSuchReaction: core.write_down" in Job.objects.get().error
    install(later=(write_down,))
    frozen_clock.move(timedelta(minutes=1))
    worker.drain()
    assert done == ["written 1"]


def test_jobs_of_a_lane_that_is_gone_are_adopted(install: Install) -> None:
    install(later=(write_down, call_peer))
    happen(1)
    install(later=(write_down,))
    assert queue.adopt() == 1
    install(later=(write_down, call_peer))
    worker.drain(["default"])
    assert sorted(done) == ["called 1 in transaction False", "noted 1", "written 1"]


def test_a_now_reaction_that_fails_is_retried_by_the_queue(install: Install) -> None:
    faults = [ValueError("not today")]

    def count(event: Event) -> None:
        if faults:
            raise faults.pop()
        done.append("counted")

    install(now=(count,))
    event = happen()
    assert Event.objects.get(kind="reaction.failed").data["event"] == event.pk
    assert worker.drain() == 1
    assert done == ["counted"]


def test_the_event_and_its_jobs_stand_or_fall_together(install: Install) -> None:
    def change_ones_mind() -> None:
        with transaction.atomic():
            happen()
            raise RuntimeError("changed my mind")

    install(later=(write_down,))
    with pytest.raises(RuntimeError, match="changed my mind"):
        change_ones_mind()
    assert not Event.objects.exists()
    assert not Job.objects.exists()


def test_figures(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(write_down, call_peer, break_down))
    happen()
    frozen_clock.move(timedelta(seconds=30))
    [job, _other] = queue.claim_fresh("default", limit=2, lease=LEASE)
    queue.fail(job, ValueError(), limit=5)
    backlog.say_alive("here:1", ["default"])
    Job.objects.create(key="t", reaction="x", run_at=clock.now() + timedelta(days=1), created_at=clock.now())
    seen = backlog.figures()
    assert seen.lanes == {
        "default": backlog.LaneFigures(due=0, running=1, retrying=1, lag=0.0),
        "mail": backlog.LaneFigures(due=1, running=0, retrying=0, lag=30.0),
    }
    assert (seen.dead, seen.timers, seen.workers) == (0, 1, 1)
    frozen_clock.move(timedelta(minutes=1))
    assert backlog.workers_seen() == 0
    backlog.say_alive("here:1", ["default"])
    assert backlog.workers_seen() == 1
    backlog.say_goodbye("here:1")
    assert backlog.workers_seen() == 0
