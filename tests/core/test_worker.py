"""The worker process from inside: threads, lanes, leases kept, orderly ends, a database that goes away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from otklik.core import backlog, performing, queue, sweeping, worker
from otklik.core.models import Event, Job, WorkerSeen
from otklik.core.reacting import Later, later
from otklik.core.sweeping import Periodic
from otklik.core.worker import Pace
from tests.core.conftest import Install, happen
from tests.core.sessions import session
from tests.support.ports import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = Pace(lease=timedelta(seconds=1), poll=0.02, batch=4, slow=0.1, alive=0.1, sweep=0.05, stop=10)


@contextmanager
def working(
    concurrency: int = 1, lanes: tuple[str, ...] | None = None, pace: Pace = QUICK
) -> Iterator[threading.Event]:
    """A worker in threads of this process inside the block; leaving it waits for the orderly end."""
    stop = threading.Event()
    errors: list[BaseException] = []

    def work() -> None:
        try:
            worker.run(concurrency, lanes, stop, pace)
        except BaseException as error:
            errors.append(error)
            raise

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()
    assert errors == []


def empty() -> bool:
    return not Job.objects.exists()


class Gate:
    """A reaction on the lane `mail` that waits to be let through."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()
        self.passed: list[int] = []

    def reaction(self) -> Later:
        """The reaction; its name is the same for every gate."""

        @later(lane="mail", network=True)
        def wait_at_gate(event: Event) -> None:
            self.entered.set()
            assert self.open.wait(20)
            self.passed.append(event.data["number"])

        return wait_at_gate


@pytest.fixture
def gate() -> Gate:
    return Gate()


@later()
def note(event: Event) -> None:
    noted.append(event.data["number"])


noted: list[int] = []


@pytest.fixture(autouse=True)
def _nothing_noted() -> None:
    noted.clear()


def test_a_worker_does_what_comes_and_says_that_it_lives(install: Install) -> None:
    install(later=(note,))
    happen(1)
    with working(concurrency=2):
        wait_until(empty, "the waiting job is done")
        for number in range(2, 12):
            happen(number)
        wait_until(empty, "the jobs that came are done")
        wait_until(lambda: backlog.workers_seen() == 1, "a sign of life")
    assert sorted(noted) == list(range(1, 12))
    assert not WorkerSeen.objects.exists()


def test_a_slow_lane_holds_up_no_other(install: Install, gate: Gate) -> None:
    install(later=(note, gate.reaction()))
    for number in range(20):
        happen(number)
    with working():
        assert gate.entered.wait(20)
        wait_until(lambda: len(noted) == 20, "the ordinary lane is done")
        assert gate.passed == []
        gate.open.set()
        wait_until(empty, "the slow lane is done")
    assert sorted(gate.passed) == list(range(20))


def test_a_worker_serves_the_lanes_it_is_given(install: Install, gate: Gate) -> None:
    install(later=(note, gate.reaction()))
    gate.open.set()
    happen(1)
    with working(lanes=("mail",)):
        wait_until(lambda: gate.passed == [1], "its lane is done")
    assert noted == []
    assert Job.objects.get().lane == "default"


def test_a_long_backlog_does_not_hold_up_a_retry(install: Install) -> None:
    install(later=(note,))
    for number in range(40):
        happen(number)
    again = Job.objects.get(event_id=happen(99).pk)
    Job.objects.filter(pk=again.pk).update(attempts=1, leased_until=again.run_at)
    with working():
        wait_until(empty, "all are done")
    assert noted.index(99) <= QUICK.batch


def test_a_job_longer_than_its_lease_stays_ours(install: Install, gate: Gate) -> None:
    """A lease that leaves a busy machine the time to renew it."""
    lease = timedelta(seconds=3)
    install(later=(gate.reaction(),))
    happen(1)
    with working(concurrency=4, pace=replace(QUICK, lease=lease)):
        assert gate.entered.wait(20)
        time.sleep(lease.total_seconds() * 1.3)
        assert Job.objects.get().attempts == 0
        gate.open.set()
        wait_until(empty, "the long job is done")
    assert gate.passed == [1]


def test_what_waits_behind_a_slow_job_is_given_back(install: Install, gate: Gate) -> None:
    install(later=(gate.reaction(),))
    for number in range(3):
        happen(number)
    with working():
        assert gate.entered.wait(20)
        wait_until(lambda: Job.objects.filter(lease=None).count() == 2, "two are free again")
        gate.open.set()
        wait_until(empty, "all are done")
    assert sorted(gate.passed) == [0, 1, 2]


def test_told_to_stop_it_finishes_one_and_returns_the_rest(install: Install, gate: Gate) -> None:
    install(later=(gate.reaction(),))
    for number in range(3):
        happen(number)
    with working() as stop:
        assert gate.entered.wait(20)
        stop.set()
        gate.open.set()
    assert len(gate.passed) == 1
    assert list(Job.objects.values_list("lease", "attempts")) == [(None, 0), (None, 0)]


@pytest.mark.postgres_only
def test_a_worker_outlives_its_database_connections(install: Install, gate: Gate) -> None:
    install(later=(note, gate.reaction()))
    happen(0)
    with working(concurrency=2):
        assert gate.entered.wait(20)
        for number in range(1, 30):
            happen(number)
            _cut_the_others()
        gate.open.set()
        wait_until(empty, "all is done over new connections", seconds=60)
    assert set(noted) == set(range(30))
    assert not Job.objects.filter(dead_at__isnull=False).exists()


def _cut_the_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgres_only
@pytest.mark.parametrize(
    ("statement", "is_lost"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),
        ("SET statement_timeout = 10; SELECT pg_sleep(5)", False),
        ("SELECT 1 / 0", False),
    ],
)
def test_a_lost_connection_is_told_from_a_refusal(statement: str, is_lost: bool) -> None:
    def provoke() -> Exception:
        with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
            cursor.execute(statement)
        return raised.value

    with session() as other:
        assert performing.is_connection_lost(other.do(provoke)) is is_lost


def test_a_worker_does_the_sweeps(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[int] = []
    monkeypatch.setattr(sweeping, "_installed", {})
    sweeping.install([Periodic("test.sweep", timedelta(hours=1), lambda: swept.append(1))])
    install()
    with working():
        wait_until(lambda: swept == [1], "the sweep has run")
        time.sleep(QUICK.sweep * 4)
    assert swept == [1]


def test_a_fault_of_the_worker_itself_ends_it(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    def be_wrong(*_arguments: object, **_names: object) -> list[Job]:
        raise ValueError("a fault of ours")

    install(later=(note,))
    monkeypatch.setattr(queue, "claim_tried", be_wrong)
    monkeypatch.setattr(threading, "excepthook", lambda _arguments: None)
    with pytest.raises(RuntimeError, match="a thread of the worker has ended"):
        worker.run(1, None, threading.Event(), QUICK)
