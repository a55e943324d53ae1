"""What is told of events, without a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from otklik.core import clock
from otklik.core.events import Audience
from otklik.core.ids import uuid7
from otklik.core.models import Event
from otklik.live import hub, reading, wire
from otklik.live.hub import Listener
from otklik.live.reading import Happening, happenings, missed, newest_id, place_before, since
from otklik.live.wire import Told
from otklik.tickets.readership import Readership
from tests import make
from tests.core.sessions import Session, session
from tests.support.apart import run_apart
from tests.support.fixtures import FrozenClock


@pytest.fixture
def people(db: None) -> make.Cast:
    """Everybody."""
    return make.cast()


def test_the_form_of_a_message() -> None:
    told = Told(7, "note.added", ("INC1",), "agent:3")
    assert wire.message(told) == (
        b'id: 7\ndata: {"id":"7","kind":"note.added","numbers":["INC1"],"actor":"agent:3"}\n\n'
    )
    assert wire.message(Told(8, wire.RESET)) == (
        b'id: 8\nevent: reset\ndata: {"id":"8","kind":"reset","numbers":[]}\n\n'
    )
    assert wire.place(9) == b": here\nid: 9\n\n"


def test_events_of_no_ticket_and_administrators_matters_are_not_told(people: make.Cast) -> None:
    start = newest_id()
    ticket = make.ticket(people.client)
    event = Event.objects.filter(ticket_id=ticket.pk).first()
    assert event is not None
    event.pk, event.kind, event.audience, event.uid = None, "reaction.failed", Audience.ADMIN, uuid7()
    event.save(force_insert=True)
    make.contact()
    found = missed(start)
    assert [happening.kind for happening in found.happenings] == ["ticket.registered"]
    assert found.position == newest_id()


def test_a_purged_ticket_is_not_told_of(people: make.Cast) -> None:
    start = newest_id()
    make.ticket(people.client).delete()
    assert missed(start).happenings == []


def test_more_than_can_be_told_one_by_one_is_a_reset(
    people: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = newest_id()
    monkeypatch.setattr(reading, "MOST_MISSED", 1)
    make.ticket(people.client)
    assert not missed(start).reset
    make.ticket(people.client)
    assert missed(start).reset
    assert since(people.client, start) == [Told(newest_id(), wire.RESET)]
    assert missed(newest_id() + 1).reset


def test_a_reader_begins_some_seconds_back(frozen_clock: FrozenClock, people: make.Cast) -> None:
    make.ticket(people.client)
    before = newest_id()
    frozen_clock.move(hub.STARTS_BACK * 2)
    ticket = make.ticket(people.client)
    place = place_before(hub.STARTS_BACK, 200)
    assert place == before
    first = Event.objects.filter(ticket_id=ticket.pk).order_by("pk").first()
    assert first is not None
    assert happenings([first])[0].id == first.pk
    frozen_clock.move(hub.STARTS_BACK * 2)
    assert place_before(hub.STARTS_BACK, 200) == newest_id()


@pytest.fixture
def slow(transactional_db: None) -> Iterator[Session]:
    """Another transaction, which takes its time."""
    with session() as opened:
        yield opened


@pytest.mark.postgres_only
def test_what_an_open_transaction_may_still_bring_is_not_passed_over(slow: Session) -> None:
    people = make.cast()
    start = newest_id()
    slow.begin()
    slow.do(lambda: make.contact("Пока никому не видный"))
    make.ticket(people.client)
    assert missed(start).position == start
    assert missed(start, until=newest_id()).reset
    slow.rollback()
    assert missed(start, until=newest_id()).position == newest_id()


def test_who_does_not_read_loses_the_rest_and_is_told_so(people: make.Cast) -> None:
    async def listen() -> tuple[bool, int]:
        listener = Listener(people.admin, None)
        listener.offer([_happening(number) for number in range(1, hub.MOST_WAITING + 1)])
        assert not listener.has_overflown
        listener.offer([_happening(hub.MOST_WAITING + 1)])
        return listener.has_overflown, len(listener.take())

    assert run_apart(listen()) == (True, 0)


def test_a_listener_is_offered_only_what_is_new_and_theirs(people: make.Cast) -> None:
    async def listen() -> list[int]:
        listener = Listener(people.agent, after=5)
        listener.offer([_happening(5, team=people.it.pk), _happening(6, team=people.hr.pk)])
        listener.offer([_happening(7, team=people.it.pk)])
        # Until it is asked again who listens, everything is kept: whether it may be told is decided then.
        listener.is_stale = True
        listener.offer([_happening(8, team=people.hr.pk)])
        return [happening.id for happening in listener.take()]

    assert run_apart(listen()) == [7, 8]


def _happening(number: int, team: int = 1) -> Happening:
    everybody = Readership(
        "INC1", frozenset({team}), frozenset(), frozenset(), None, None, internal=False, deleted=False
    )
    return Happening(number, "note.added", clock.now(), public=False, actor="", of=everybody)
