"""The event row: written with its consequences, in a transaction, and never without bounds."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from otklik.core import circumstances, events, worker
from otklik.core.actors import SYSTEM, ActorKind, ActorRef, Via
from otklik.core.circumstances import batch
from otklik.core.events import MAX_DEPTH, Audience, Change, Subject
from otklik.core.models import Event, Job
from otklik.core.reacting import later, name_of
from tests.core.conftest import HAPPENED, Install, happen

AGENT = ActorRef(ActorKind.AGENT, 5, Via.DESK)


@pytest.mark.django_db
def test_the_row_says_what_happened(install: Install) -> None:
    install()
    with transaction.atomic():
        event = events.record(
            HAPPENED,
            AGENT,
            Subject("thing", 3, ticket_id=9),
            changes=[Change("status", "new", "open")],
            data={"why": "test"},
            audience=Audience.PUBLIC,
        )
    row = Event.objects.get(pk=event.pk)
    assert (row.kind, row.version, row.actor_kind, row.actor_id, row.via) == (
        "thing.happened", 1, "agent", 5, "desk",
    )  # fmt: skip
    assert (row.subject_kind, row.subject_id, row.ticket_id, row.audience) == ("thing", 3, 9, "public")
    assert (row.cause_id, row.depth, row.batch_id) == (None, 0, None)
    assert row.changes == [{"field": "status", "from": "new", "to": "open"}]
    assert row.data == {"why": "test"}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.record(HAPPENED, SYSTEM, Subject("thing", 1))
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_one_step_of_a_person_is_one_batch(install: Install) -> None:
    install()
    with batch() as outer:
        first = happen(1)
        with batch() as inner:
            second = happen(2)
    third = happen(3)
    assert inner == outer
    assert isinstance(outer, uuid.UUID)
    assert [event.batch_id for event in (first, second, third)] == [outer, outer, None]


@pytest.mark.django_db
def test_a_chain_of_consequences_ends(install: Install) -> None:
    @later()
    def go_on(event: Event) -> None:
        happen(event.data["number"] + 1)

    install(later=(go_on,))
    happen(0)
    worker.drain()
    assert Event.objects.filter(kind=HAPPENED.name).count() == MAX_DEPTH + 2
    stopped = Event.objects.get(kind="automation.stopped")
    last = Event.objects.filter(kind=HAPPENED.name).order_by("pk").last()
    assert last is not None
    assert stopped.data == {"event": last.pk, "depth": MAX_DEPTH + 1}
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_now_reaction_that_fails_undoes_itself_alone(install: Install) -> None:
    def spoil(event: Event) -> None:
        Event.objects.filter(pk=event.pk).update(via="spoilt")
        raise KeyError("missing")

    def mark(event: Event) -> None:
        Event.objects.filter(pk=event.pk).update(subject_kind="marked")

    install(now=(spoil, mark))
    event = happen(1)
    event.refresh_from_db()
    assert (event.via, event.subject_kind) == ("system", "marked")
    failed = Event.objects.get(kind="reaction.failed")
    assert failed.data["reaction"] == name_of(spoil)
    assert failed.data["event"] == event.pk
    assert list(Job.objects.values_list("event_id", "reaction")) == [(event.pk, name_of(spoil))]


@pytest.mark.django_db
def test_what_a_now_reaction_records_knows_its_cause(install: Install) -> None:
    def add_one(event: Event) -> None:
        if event.depth == 0:
            happen(2)

    install(now=(add_one,))
    first = happen(1)
    second = Event.objects.get(depth=1)
    assert second.cause_id == first.pk


@pytest.mark.django_db
def test_the_past_is_told_without_waking_anybody(install: Install) -> None:
    seen: list[int] = []

    @later()
    def shout(event: Event) -> None:
        raise AssertionError("nobody is told of the past")

    def count(event: Event) -> None:
        seen.append(event.pk)

    install(now=(count,), later=(shout,))
    with circumstances.past():
        event = happen(1)
    assert seen == [event.pk]
    assert not Job.objects.exists()


def test_a_kind_is_declared_once() -> None:
    assert events.declare("thing.happened") == HAPPENED
    with pytest.raises(ValueError, match="declared twice"):
        events.declare("thing.happened", audience=Audience.PUBLIC)
    assert events.kinds()["thing.happened"] is HAPPENED
