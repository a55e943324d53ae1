"""What failed too often: it stays, it is told, it is run again or dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import dead_letters, retrying, worker
from otklik.core.actors import SYSTEM
from otklik.core.errors import NotFound
from otklik.core.models import Event, Job
from otklik.core.reacting import later
from tests.core.conftest import Install, happen
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db


@later()
def break_down(event: Event) -> None:
    raise ValueError("no such thing")


def _die(frozen_clock: FrozenClock) -> Job:
    for _ in range(retrying.DATABASE_ATTEMPTS):
        frozen_clock.move(timedelta(hours=2))
        assert worker.drain(failing=True) == 1
    return Job.objects.get()


def test_what_failed_too_often_is_dead_and_told(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(break_down,))
    event = happen()
    job = _die(frozen_clock)
    assert (job.attempts, job.lease, job.dead_at) == (retrying.DATABASE_ATTEMPTS, None, frozen_clock.now)
    frozen_clock.move(timedelta(days=9))
    assert worker.drain() == 0
    told = Event.objects.get(kind="reaction.died")
    assert told.data == {"reaction": "core.break_down", "job": job.pk, "error": "ValueError"}
    assert (told.cause_id, told.subject_kind, told.audience) == (event.pk, "thing", "admin")


def test_a_dead_job_is_run_again(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(break_down,))
    happen()
    job = _die(frozen_clock)
    [shown] = dead_letters.dead_jobs().rows
    assert (shown.id, shown.reaction, shown.attempts) == (job.pk, "core.break_down", job.attempts)
    dead_letters.rerun(SYSTEM, job.pk)
    assert dead_letters.dead_jobs().rows == []
    assert worker.drain(failing=True) == 1
    assert Job.objects.get().attempts == 1
    assert Event.objects.filter(kind="job.rerun", subject_id=job.pk).count() == 1


def test_a_dead_job_is_dropped(install: Install, frozen_clock: FrozenClock) -> None:
    install(later=(break_down,))
    happen()
    job = _die(frozen_clock)
    dead_letters.drop(SYSTEM, job.pk)
    assert not Job.objects.exists()
    with pytest.raises(NotFound):
        dead_letters.drop(SYSTEM, job.pk)
    with pytest.raises(NotFound):
        dead_letters.rerun(SYSTEM, job.pk)
    assert Event.objects.filter(kind="job.dropped").count() == 1


def test_only_the_dead_are_run_again(install: Install) -> None:
    install(later=(break_down,))
    happen()
    with pytest.raises(NotFound):
        dead_letters.drop(SYSTEM, Job.objects.get().pk)
    assert Job.objects.count() == 1


def test_dead_jobs_come_by_pages(frozen_clock: FrozenClock) -> None:
    moment = frozen_clock.now
    for number in range(5):
        dead = moment + timedelta(minutes=number // 2)
        Job.objects.create(key=f"t{number}", reaction="x", run_at=moment, created_at=moment, dead_at=dead)
    first = dead_letters.dead_jobs(limit=2)
    second = dead_letters.dead_jobs(first.after or "", limit=2)
    third = dead_letters.dead_jobs(second.after or "", limit=2)
    pages = [[row.key for row in page.rows] for page in (first, second, third)]
    assert pages == [["t4", "t3"], ["t2", "t1"], ["t0"]]
    assert third.after is None
