"""Counting by stretches of time: what each holds, at their ends, by one query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.core.models import Event
from otklik.core.prepared import Rows
from otklik.core.stretches import numbers_within
from tests import make
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_each_stretch_has_its_numbers(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """From the first moment on, up to the last and without it; several counts of each, none for none."""

    def of(kind: str, low: datetime, high: datetime) -> Rows:
        return Event.objects.filter(at__gte=low, at__lt=high, kind=kind).order_by().values_list("at")

    for moment in (START - HOUR, START, START + HOUR - timedelta(microseconds=1), START + HOUR):
        frozen_clock.set(moment)
        make.reply(people.agent, make.ticket(people.client, team=people.it))
    stretches = [(START + n * HOUR, START + (n + 1) * HOUR) for n in range(-2, 3)]
    with CaptureQueriesContext(connection) as queries:
        found = numbers_within(
            [
                lambda low, high: of("ticket.registered", low, high),
                lambda low, high: Event.objects.filter(pk__in=(), at__gte=low, at__lt=high).values_list("at"),
                lambda low, high: of("%s 100%% no such kind", low, high),
            ],
            stretches,
        )
    assert found == [(0, 0, 0), (1, 0, 0), (2, 0, 0), (1, 0, 0), (0, 0, 0)]
    assert len(queries) == 1
