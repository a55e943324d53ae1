"""A table of reactions for one test, and events to react to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from otklik.core import events, reacting
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject
from otklik.core.models import Event
from otklik.core.reacting import Later, Reaction
from otklik.reactions import REACTIONS, TIMERS

HAPPENED = events.declare("thing.happened")

Install = Callable[..., None]


@pytest.fixture
def install() -> Iterator[Install]:
    """`install(now=(…), later=(…), timers=(…))`: what follows from `thing.happened` in this test alone."""

    def put(
        now: tuple[reacting.NowFunction, ...] = (),
        later: tuple[Later, ...] = (),
        timers: tuple[Later, ...] = (),
    ) -> None:
        reacting.install({HAPPENED.name: Reaction(now, later)}, timers)

    yield put
    reacting.install(REACTIONS, TIMERS)


def happen(number: int = 0) -> Event:
    """Record one event in a transaction of its own."""
    with transaction.atomic():
        return events.record(HAPPENED, SYSTEM, Subject("thing", number), data={"number": number})
