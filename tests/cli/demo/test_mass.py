"""The bulk load: tickets with everything a real one has, alike for a seed, fit to be worked on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db.models import Avg, Count

from otklik.cli.demo import fill
from otklik.cli.demo.mass import phrases
from otklik.cli.demo.mass.crowd import Client, choose
from otklik.cli.demo.mass.life import StatusFacts
from otklik.cli.demo.mass.place import Place, Worker
from otklik.cli.demo.mass.tickets import Maker
from otklik.cli.demo.script import conversations
from otklik.clients.models import Acquaintance, Contact
from otklik.core.actors import Via
from otklik.core.models import Event, Job
from otklik.people.models import User
from otklik.people.queries import actor_of_user
from otklik.search import checking
from otklik.search.queries import find
from otklik.tickets import commands
from otklik.tickets.commands import Reply
from otklik.tickets.content import from_text
from otklik.tickets.enums import State
from otklik.tickets.loading import LoadedTicket
from otklik.tickets.models import Message, MessageBody, Seen, Ticket, TicketReader
from otklik.tickets.queries.audit import audit
from tests import make
from tests.support.fixtures import FrozenClock

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
STATES = {
    "new": State.NEW,
    "assigned": State.OPEN,
    "in_progress": State.OPEN,
    "needs_clarification": State.WAITING_CLIENT,
    "waiting_others": State.WAITING_OTHERS,
    "postponed": State.POSTPONED,
    "resolved": State.RESOLVED,
    "closed": State.CLOSED,
}


def made(number: int, seed: int) -> list[LoadedTicket]:
    """Tickets made of invented ids, without a database."""
    codes = ("it", "hr", "accounting", "dispatch", "field")
    place = Place(
        brand=1,
        statuses={code: StatusFacts(state, None) for code, state in STATES.items()},
        services={},
        types={},
        priorities={code: (n, n) for n, code in enumerate(("low", "normal", "high", "immediate"))},
        categories=[1, 2],
        mailbox=1,
        teams={code: n for n, code in enumerate(codes, 1)},
        workers={
            code: [Worker(n * 10 + m, f"Имя{m} Белова", "") for m in range(3)]
            for n, code in enumerate(codes, 1)
        },
    )
    clients = [Client(n, n, f"Пётр Орлов{n}", "К", f"p{n}@x.test", "") for n in range(500)]
    maker = Maker(place, clients, phrases.talks(conversations()), NOW)
    return list(maker.tickets(number, random.Random(seed)))


def test_the_same_seed_makes_the_same_tickets() -> None:
    assert made(200, 4) == made(200, 4)
    assert made(200, 4) != made(200, 5)


def test_shares_are_as_in_life() -> None:
    tickets = made(6000, 1)
    finished = [ticket for ticket in tickets if ticket.status in ("resolved", "closed")]
    assert 0.02 < 1 - len(finished) / len(tickets) < 0.04
    assert 0.47 < sum(ticket.team_id == 1 for ticket in tickets) / len(tickets) < 0.53
    assert 2.9 < sum(len(ticket.messages) for ticket in tickets) / len(tickets) < 3.2
    assert {ticket.status for ticket in tickets} == set(STATES) - {"new"}
    assert any(ticket.reopened for ticket in tickets)
    assert any(ticket.held_by for ticket in tickets)
    assert any(ticket.observer_ids for ticket in tickets)
    assert sum(ticket.assignee_id is None for ticket in tickets) >= 5


def test_a_past_is_in_order_and_over() -> None:
    for ticket in made(2000, 2):
        moments = [event.at for event in ticket.events]
        assert moments == sorted(moments)
        assert moments[0] == ticket.created_at == ticket.messages[0].at
        assert moments[-1] == ticket.updated_at <= NOW
        assert ticket.postponed_until is None or ticket.postponed_until > NOW
        assert not any("{" in message.text or "[" in message.text for message in ticket.messages)
        assert all(one.text != other.text for one, other in pairwise(ticket.messages))


def test_some_clients_write_much_more_often() -> None:
    rng = random.Random(3)
    clients = [Client(n, n, "", "", "", "") for n in range(1000)]
    chosen = [choose(clients, rng).id for _one in range(10_000)]
    busiest = sum(pk < 10 for pk in chosen)
    assert 1200 < busiest < 2200
    assert len(set(chosen)) > 800


@pytest.mark.django_db
def test_a_bulk_load_is_complete_and_can_be_worked_on(frozen_clock: FrozenClock) -> None:
    """And a second one, of the same seed and in the same moment, meets nothing of the first."""
    assert fill.fill_in_bulk(300, 1).startswith("300 tickets in ")
    ids = list(Ticket.objects.values_list("pk", flat=True))
    assert len(ids) == 300
    assert [str(difference) for difference in audit(ids)] == []
    assert list(checking.differences(ids)) == []
    _everything_is_there(ids)
    _a_ticket_goes_on()
    assert fill.fill_in_bulk(50, 1).startswith("50 tickets in ")
    assert Ticket.objects.count() == 351


def _everything_is_there(ids: Sequence[int]) -> None:
    assert Contact.objects.count() == 200 + 30
    assert MessageBody.objects.count() == Message.objects.count() >= 800
    assert Event.objects.filter(ticket_id__in=ids).count() > 4 * 300
    assert TicketReader.objects.filter(ticket_id__in=ids).values("ticket_id").distinct().count() == 300
    assert Seen.objects.count() >= 300
    assert Acquaintance.objects.count() > 15
    assert not Job.objects.exists()
    assert len(set(Event.objects.values_list("uid", flat=True))) == Event.objects.count()


def _a_ticket_goes_on() -> None:
    """The next number follows, what was loaded is found, and the commands go on where the load ended."""
    dispatcher = actor_of_user(User.objects.get(login="dispatcher@demo.test"), Via.DESK)
    client = make.contact_of(make.client("Новый Клиент"))
    assert dispatcher is not None
    last = max(int(number.removeprefix("INC")) for number in Ticket.objects.values_list("number", flat=True))
    fresh = make.ticket(dispatcher, contact=client)
    assert fresh.number == f"INC{last + 1}"
    old = Ticket.objects.filter(is_open=True, assignee__isnull=False).order_by("pk")[0]
    commands.reply(dispatcher, old, Reply(from_text("Сделали"), status="resolved"))
    assert [str(difference) for difference in audit([old.pk, fresh.pk])] == []
    assert [hit.number for hit in find(dispatcher, f"{old.number} {old.contact_name}").hits] == [old.number]
    average = Message.objects.values("ticket").annotate(n=Count("pk")).aggregate(mean=Avg("n"))["mean"]
    assert 2.7 < average < 3.4
    assert Ticket.objects.filter(created_at__lt=fresh.created_at - timedelta(days=365)).exists()
