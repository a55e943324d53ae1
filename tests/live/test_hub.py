"""The hub's thread: runs while somebody listens, survives a lost database, starts again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from django.db import OperationalError, connections

from otklik.core.models import Event
from otklik.core.tail import Tail
from otklik.live import hub as hubs
from otklik.live.hub import Hub, Listener
from otklik.live.reading import Happening, happenings, newest_id
from tests import make
from tests.support.apart import run_apart

T = TypeVar("T")


@pytest.fixture(autouse=True)
def _quick(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(hubs, "LINGER", 0.1)


def run(steps: Callable[[Hub, make.Cast], Awaitable[None]]) -> None:
    """The steps in an event loop of their own, and no thread left behind."""
    people = make.cast()

    async def main() -> None:
        hub = Hub()
        await steps(hub, people)
        async with asyncio.timeout(10):
            while _readers():
                await asyncio.sleep(0.02)

    run_apart(main())


def test_the_thread_runs_only_while_somebody_listens() -> None:
    async def steps(hub: Hub, people: make.Cast) -> None:
        listener = await _listening(hub, people)
        ticket = await _ticket(people)
        assert await _heard(listener) == [ticket]
        assert _readers() == 1
        hub.detach(listener)
        hub.detach(listener)
        await asyncio.sleep(0.5)
        assert _readers() == 0
        unheard = await _ticket(people)
        again = await _listening(hub, people)
        assert hub.position == await asyncio.to_thread(_in_thread, newest_id)
        assert unheard in [happening.of.number for happening in hub.recent()]
        last = await _ticket(people)
        assert set(await _heard(again)) == {last}
        hub.detach(again)

    run(steps)


def test_who_changes_the_page_finds_the_thread_still_there() -> None:
    async def steps(hub: Hub, people: make.Cast) -> None:
        first = await _listening(hub, people)
        (thread,) = _threads()
        hub.detach(first)
        second = await _listening(hub, people)
        await asyncio.sleep(0.3)
        assert _threads() == [thread]
        hub.detach(second)

    run(steps)


def test_a_lost_database_loses_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Tail.next
    faults = [OperationalError("gone")] * 3

    def failing(tail: Tail, limit: int) -> list[Event]:
        if faults and threading.current_thread().name == "live":
            raise faults.pop()
        return given(tail, limit)

    async def steps(hub: Hub, people: make.Cast) -> None:
        listener = await _listening(hub, people)
        monkeypatch.setattr(Tail, "next", failing)
        ticket = await _ticket(people)
        assert await _heard(listener) == [ticket]
        assert faults == []
        hub.detach(listener)

    run(steps)


def test_a_fault_of_our_own_is_admitted_and_over(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given = happenings
    faults = [ValueError("a fault")]

    def failing(events: list[Event]) -> list[Happening]:
        if events and faults:
            raise faults.pop()
        return given(events)

    async def steps(hub: Hub, people: make.Cast) -> None:
        listener = await _listening(hub, people)
        monkeypatch.setattr(hubs, "happenings", failing)
        await _ticket(people)
        assert await _heard(listener) == []
        assert listener.has_overflown
        ticket = await _ticket(people)
        assert await _heard(listener) == [ticket]
        hub.detach(listener)

    run(steps)
    assert "live updates lost a batch" in caplog.text


async def _listening(hub: Hub, people: make.Cast) -> Listener:
    await hub.ready()
    listener = Listener(people.dispatcher, None)
    hub.attach(listener)
    return listener


async def _ticket(people: make.Cast) -> str:
    made = await asyncio.to_thread(_in_thread, lambda: make.ticket(people.client))
    return made.number


async def _heard(listener: Listener) -> list[str]:
    await listener.wait(10)
    return [happening.of.number for happening in listener.take()]


def _in_thread(do: Callable[[], T]) -> T:
    try:
        return do()
    finally:
        connections.close_all()


def _threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "live"]


def _readers() -> int:
    return len(_threads())
