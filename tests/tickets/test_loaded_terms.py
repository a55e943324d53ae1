"""Tickets that come as a whole: done ones get the term they would have, or all of it from now."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from otklik.catalogue.queries import catalogue
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.organisation.queries import default_brand
from otklik.tickets import commands
from otklik.tickets.commands.load import load
from otklik.tickets.enums import AuthorKind
from otklik.tickets.events import TICKET_REGISTERED, TICKET_RESOLVED
from otklik.tickets.loading import LoadedEvent, LoadedMessage, LoadedTicket
from otklik.tickets.models import Ticket
from tests.support.fixtures import FrozenClock

BY = ActorRef(ActorKind.SYSTEM, None, Via.IMPORT)


def loaded(at: datetime) -> LoadedTicket:
    priority = catalogue().default_priority
    return LoadedTicket(
        subject="Старая",
        created_at=at,
        updated_at=at,
        turn_since=at,
        status="resolved",
        brand_id=default_brand().pk,
        priority_id=priority.pk,
        priority_level=priority.level,
        messages=[LoadedMessage(at, AuthorKind.SENDER, "Кто-то", "<p>Помогите</p>", "Помогите")],
        events=[
            LoadedEvent(at, TICKET_REGISTERED, BY, message=0),
            LoadedEvent(at, TICKET_RESOLVED, BY, (("status", "new", "resolved"),)),
        ],
        resolved_at=at,
    )


@pytest.mark.django_db
def test_done_tickets_that_are_loaded_close_by_themselves(frozen_clock: FrozenClock) -> None:
    yesterday = loaded(frozen_clock.now - timedelta(days=1))
    long_ago = replace(yesterday, resolved_at=frozen_clock.now - timedelta(days=300))
    load([yesterday, long_ago], random.Random(1))
    fresh, old = Ticket.objects.order_by("pk")
    # Monday's fifth working day is next Monday; of today, a Tuesday, it is next Tuesday.
    assert fresh.closes_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert old.closes_at == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    frozen_clock.set(datetime(2026, 11, 23, 15, 6, tzinfo=UTC))
    assert commands.catch_up() == 1
    assert set(Ticket.objects.values_list("state", flat=True)) == {"closed", "resolved"}
