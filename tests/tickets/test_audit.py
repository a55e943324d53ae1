"""Working a ticket out again from its rows: nothing differs after a whole life, false values are found."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.core.models import Event
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, MessageBody, Observer, Ticket, TicketNumber, TicketReader
from otklik.tickets.queries.audit import audit, sample
from tests import make
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> make.Cast:
    """The cast, with somebody to mention."""
    return make.cast()


@pytest.fixture
def lived(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A ticket that was asked, mentioned, handed over, resolved, reopened and answered, now with HR."""
    ticket = make.ticket(people.client, files=[make.file(people.client)])
    commands.assign(people.dispatcher, ticket, agent_id=None, team_id=people.it.pk)
    commands.take(people.agent, ticket)
    commands.observe(people.lead, ticket, agent_id=people.lead.agent_id)
    make.note(people.agent, ticket, "@Инна Кадрова, посмотри")
    make.reply(people.agent, ticket, "Готово", status="resolved")
    frozen_clock.move(timedelta(hours=2))
    make.message(people.client, ticket, "Нет, не готово")
    commands.set_due(SYSTEM.ref, ticket, frozen_clock.now + timedelta(days=1))
    make.reply(people.agent, ticket, "Теперь?", status="needs_clarification")
    held = commands.reply(people.agent, ticket, Reply(from_text("Ой"), undo_seconds=30))
    commands.cancel_reply(people.agent, held)
    commands.assign(people.dispatcher, ticket, agent_id=None, team_id=people.hr.pk)
    ticket.refresh_from_db()
    return ticket


def found(ticket: Ticket) -> set[str]:
    """Fields of which the audit says that they are wrong."""
    return {difference.field for difference in audit([ticket.pk])}


def test_after_a_whole_life_nothing_differs(lived: Ticket) -> None:
    assert list(audit([lived.pk])) == []


def test_a_reply_still_held_back_is_no_difference(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    commands.reply(people.agent, ticket, Reply(from_text("Скоро"), status="resolved", undo_seconds=30))
    assert found(ticket) == set()


def test_one_written_down_by_an_agent_waits_for_us(people: make.Cast) -> None:
    ticket = make.ticket(people.dispatcher, text="Звонили: @Елена Белова, займись", contact=make.contact())
    assert found(ticket) == set()
    assert ticket.last_by_client


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"state": "open"}, {"state"}),
        ({"is_open": False}, {"is_open"}),
        ({"turn": "us"}, {"turn"}),
        ({"rank": 0}, {"rank"}),
        ({"due_at": None}, {"due_sort"}),
        ({"last_by_client": True}, {"last_by_client"}),
        ({"last_message_id": 1}, {"last_message_id"}),
        ({"last_public_id": None}, {"last_public_id"}),
        ({"messages": 2}, {"messages"}),
        ({"files": 0}, {"files"}),
        ({"preview": "x"}, {"preview"}),
        ({"last_author": "x"}, {"last_author"}),
        ({"first_reply_at": None}, {"first_reply_at"}),
        ({"reopened": 0}, {"reopened"}),
    ],
)
def test_a_false_value_is_found(lived: Ticket, values: dict[str, object], fields: set[str]) -> None:
    Ticket.objects.filter(pk=lived.pk).update(**values)
    assert found(lived) == fields


def test_moments_that_do_not_fit_the_state_are_found(lived: Ticket) -> None:
    moment = lived.created_at
    Ticket.objects.filter(pk=lived.pk).update(resolved_at=moment, closed_at=moment, postponed_until=moment)
    assert found(lived) == {"resolved_at", "closed_at", "postponed_until"}


def test_a_status_nobody_set_is_found(lived: Ticket, people: make.Cast) -> None:
    other = make.ticket(people.client)
    Ticket.objects.filter(pk=lived.pk).update(status=other.status)
    assert "status" in found(lived)


def test_a_gap_in_the_history_is_found(lived: Ticket) -> None:
    Event.objects.filter(ticket_id=lived.pk, kind="ticket.resolved").delete()
    assert found(lived) == {"history.status"}


def test_readers_too_few_and_too_many_are_found(lived: Ticket, people: make.Cast) -> None:
    TicketReader.objects.filter(ticket=lived, agent_id=people.outsider.agent_id or 0).delete()
    TicketReader.objects.create(ticket=lived, contact_id=people.stranger.contact_id)
    assert found(lived) == {"readers.agents", "readers.contacts"}
    TicketReader.objects.filter(ticket=lived, team=people.hr).delete()
    assert found(lived) == {"readers.agents", "readers.contacts", "readers.teams"}


def test_a_team_that_held_the_ticket_may_read_and_another_may_not(lived: Ticket, people: make.Cast) -> None:
    assert TicketReader.objects.filter(ticket=lived, team=people.it).exists()
    TicketReader.objects.create(ticket=lived, team=make.team("sales"))
    assert found(lived) == {"readers.teams"}


def test_an_observer_who_may_not_read_is_found(lived: Ticket, people: make.Cast) -> None:
    Observer.objects.create(ticket=lived, agent_id=people.admin.agent_id)
    assert found(lived) == {"readers.agents"}


def test_a_number_that_leads_to_two_tickets_is_found(lived: Ticket, people: make.Cast) -> None:
    other = make.ticket(people.stranger)
    TicketNumber.objects.create(number=lived.number, ticket=other)
    assert found(lived) == {"number"}


def test_a_lost_text_is_found(lived: Ticket) -> None:
    last = Message.objects.filter(ticket=lived, cancelled_at=None).latest("pk")
    MessageBody.objects.filter(pk=last.pk).update(text="")
    assert found(lived) == {"preview"}


def test_a_sample_is_of_the_size_wanted_and_of_what_is_there(people: make.Cast) -> None:
    assert sample(5, random.Random(1)) == []
    made = [make.ticket(people.client).pk for _one in range(12)]
    assert sample(100, random.Random(1)) == made
    chosen = sample(3, random.Random(1))
    assert len(chosen) == 3
    assert set(chosen) < set(made)


def test_the_number_of_queries_does_not_grow(lived: Ticket, people: make.Cast) -> None:
    with CaptureQueriesContext(connection) as one:
        assert list(audit([lived.pk])) == []
    ids = [lived.pk, *(make.ticket(people.client).pk for _one in range(4))]
    with CaptureQueriesContext(connection) as five:
        assert list(audit(ids)) == []
    assert len(five) == len(one)
