"""Deleting with a way back, and purging when there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core.errors import Denied, NotFound
from otklik.core.models import Event, StoredFile
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for, visible_to
from otklik.tickets.models import Message, Ticket, TicketNumber
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, doer, jobs_of, listed, recorded, refused, rows, unchanged

KEPT = timedelta(days=30)


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team, with a file."""
    return make.ticket(people.client, team=people.it, files=[make.file(people.client)])


def test_a_deleted_ticket_is_nowhere(people: make.Cast, ticket: Ticket) -> None:
    """For nobody, not even for who deleted it; an event for administrators says so."""
    with recorded() as events:
        commands.delete_ticket(people.lead, ticket)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("ticket.deleted", "admin", by(people.lead))
    assert jobs_of(event) == listed(event)
    for actor in (people.agent, people.lead, people.dispatcher, people.admin, people.client, people.manager):
        assert not visible_to(actor).exists()
        with pytest.raises(NotFound):
            get_ticket_for(actor, ticket.number)
    with unchanged():
        commands.delete_ticket(people.lead, ticket)


def test_restored_it_is_as_it_was(people: make.Cast, ticket: Ticket) -> None:
    """For everybody who could see it."""
    before = Ticket.objects.values().get()
    commands.delete_ticket(people.lead, ticket)
    with recorded() as events:
        commands.restore_ticket(people.lead, ticket)
    assert [(event.kind, event.audience) for event in events] == [("ticket.restored", "admin")]
    assert Ticket.objects.values().get() == before
    assert visible_to(people.client).get() == visible_to(people.agent).get() == ticket
    with unchanged():
        commands.restore_ticket(people.lead, ticket)


def test_who_may_not(people: make.Cast, ticket: Ticket) -> None:
    """Neither delete nor restore without the right, nor another team's lead."""
    others = make.actor_of(make.employee("Чужая Ведущая", role="lead", teams=[people.hr]))
    for actor in (people.agent, people.dispatcher, people.client, people.manager, others):
        with refused(Denied):
            commands.delete_ticket(actor, ticket)
    commands.delete_ticket(people.admin, ticket)
    for actor in (people.agent, people.client, others):
        with refused(Denied):
            commands.restore_ticket(actor, ticket)


def test_purging(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """After 30 days the ticket and all that is its own are gone; its history says which number it had."""
    kept = make.ticket(people.client, team=people.it)
    make.note(people.agent, ticket, "@Инна Кадрова")
    commands.observe(people.agent, ticket, team_id=people.hr.pk)
    commands.save_draft(people.agent, ticket, "note", "x")
    TicketNumber.objects.create(number="OLD1", ticket=ticket)
    commands.delete_ticket(people.lead, ticket)
    deleted = frozen_clock.now
    frozen_clock.set(deleted + KEPT)
    with unchanged():
        assert commands.purge_deleted() == 0
    frozen_clock.set(deleted + KEPT + timedelta(microseconds=1))
    with recorded() as events:
        assert commands.purge_deleted() == 1
    assert [(e.kind, e.audience, e.data) for e in events] == [
        ("ticket.purged", "admin", {"number": ticket.number})
    ]
    assert list(Ticket.objects.all()) == [kept]
    assert rows(Message) == 1
    assert rows(StoredFile) == 1  # an orphan now; its own sweep removes it
    assert rows(Event, ticket_id=ticket.pk, kind="ticket.registered") == 1


def test_a_restored_ticket_is_not_purged(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    """The sweep looks again before it removes."""
    commands.delete_ticket(people.lead, ticket)
    frozen_clock.move(2 * KEPT)
    commands.restore_ticket(people.lead, ticket)
    assert commands.purge_deleted() == 0
    assert rows(Ticket) == 1
