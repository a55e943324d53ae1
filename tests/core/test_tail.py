"""Reading events since an id: none missed, none twice, though transactions end out of order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from otklik.core import clock
from otklik.core.models import Event
from otklik.core.tail import Tail
from tests.core.sessions import Session, session


def write() -> int:
    """One event, in whatever transaction is open."""
    made = Event.objects.create(
        kind="thing.happened",
        at=clock.now(),
        actor_kind="system",
        via="system",
        subject_kind="thing",
        audience="internal",
    )
    return made.pk


def read(tail: Tail, limit: int = 100) -> list[int]:
    return [event.pk for event in tail.next(limit)]


@pytest.fixture
def slow(transactional_db: None) -> Iterator[Session]:
    with session() as opened:
        yield opened


@pytest.fixture
def other(transactional_db: None) -> Iterator[Session]:
    with session() as opened:
        yield opened


@pytest.mark.django_db
def test_events_come_in_order_and_once() -> None:
    first, second, third = write(), write(), write()
    tail = Tail(after=first)
    assert read(tail, 1) == [second]
    assert read(tail) == [third]
    assert read(tail) == []
    fourth = write()
    assert read(tail) == [fourth]
    assert tail.position == fourth


@pytest.mark.django_db
def test_now_means_none_of_the_past() -> None:
    write()
    tail = Tail(after=None)
    assert read(tail) == []
    later = write()
    assert read(tail) == [later]


@pytest.mark.django_db
def test_an_id_that_was_rolled_back_holds_nobody_up() -> None:
    first = write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    third = write()
    tail = Tail(after=first - 1)
    assert read(tail) == [first, third]


@pytest.mark.postgres_only
def test_a_later_commit_of_an_earlier_id_is_not_missed(slow: Session) -> None:
    before = write()
    slow.begin()
    early = slow.do(write)
    late = write()
    assert early < late
    tail = Tail(after=before - 1)
    assert read(tail) == [before]
    assert read(tail) == []
    assert tail.position == before
    slow.commit()
    assert read(tail) == [early, late]
    assert read(tail) == []


@pytest.mark.postgres_only
def test_a_later_rollback_of_an_earlier_id_releases_what_waits(slow: Session) -> None:
    slow.begin()
    early = slow.do(write)
    late = write()
    tail = Tail(after=early - 1)
    assert read(tail) == []
    slow.rollback()
    assert read(tail) == [late]


@pytest.mark.postgres_only
def test_only_those_who_may_bring_the_missing_id_are_waited_for(slow: Session, other: Session) -> None:
    slow.begin()
    early = slow.do(write)
    late = write()
    tail = Tail(after=early - 1)
    assert read(tail) == []
    other.begin()
    much_later = other.do(write)
    slow.commit()
    assert read(tail) == [early, late]
    last = write()
    assert read(tail) == []
    other.commit()
    assert read(tail) == [much_later, last]


@pytest.mark.postgres_only
def test_two_gaps_in_one_read(slow: Session, other: Session) -> None:
    start = write()
    slow.begin()
    first_missing = slow.do(write)
    seen = write()
    other.begin()
    second_missing = other.do(write)
    last = write()
    tail = Tail(after=start - 1)
    assert read(tail) == [start]
    other.commit()
    assert read(tail) == []
    slow.commit()
    assert read(tail) == [first_missing, seen, second_missing, last]


@pytest.mark.postgres_only
def test_now_includes_what_has_begun_and_not_ended(slow: Session) -> None:
    slow.begin()
    early = slow.do(write)
    write()
    tail = Tail(after=None)
    assert read(tail) == []
    last = write()
    assert read(tail) == []
    slow.commit()
    assert read(tail) == [early, last]


@pytest.mark.postgres_only
def test_a_transaction_that_wrote_no_event_holds_nobody_up(slow: Session) -> None:
    slow.begin()
    slow.do(lambda: list(Event.objects.select_for_update()[:1]))
    first = write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    last = write()
    tail = Tail(after=first - 1)
    assert read(tail) == [first, last]
    slow.commit()
