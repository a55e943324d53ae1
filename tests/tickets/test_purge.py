"""Deleted tickets go for good after 30 days, not a moment earlier, and not when they were brought back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import orphans
from otklik.core.models import Event, StoredFile
from otklik.tickets import commands
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def test_purged_with_all_that_is_its_own(frozen_clock: FrozenClock) -> None:
    people = make.cast()
    ticket = make.ticket(people.client, files=[make.file(people.client)])
    other = make.ticket(people.client)
    make.reply(people.dispatcher, ticket)
    commands.delete_ticket(people.admin, ticket)
    frozen_clock.move(MONTH)
    assert commands.purge_deleted() == 0
    frozen_clock.move(timedelta(seconds=1))
    assert commands.purge_deleted() == 1
    assert list(Ticket.objects.all()) == [other]
    assert set(Message.objects.values_list("ticket_id", flat=True)) == {other.pk}
    purged = Event.objects.get(kind="ticket.purged")
    assert (purged.ticket_id, purged.data) == (ticket.pk, {"number": ticket.number})
    assert orphans.remove_orphans().uploads == 1
    assert not StoredFile.objects.exists()
    assert commands.purge_deleted() == 0


def test_brought_back_it_stays(frozen_clock: FrozenClock) -> None:
    people = make.cast()
    ticket = make.ticket(people.client)
    commands.delete_ticket(people.admin, ticket)
    frozen_clock.move(MONTH * 2)
    commands.restore_ticket(people.admin, ticket)
    assert commands.purge_deleted() == 0
    assert Ticket.objects.filter(pk=ticket.pk).exists()
