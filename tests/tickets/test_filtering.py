"""Filters as they stand in an address: codes and uids in, the right tickets out, nonsense finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from otklik.catalogue.models import Priority, TicketType
from otklik.core.actors import Via
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from otklik.tickets.queries import VIEWS, Filters, ListQuery, list_counts, tickets_page
from otklik.tickets.queries.filtering import PLAIN, filters_from
from tests import make
from tests.support.fixtures import FrozenClock


@pytest.fixture(autouse=True)
def no_figures_kept() -> Iterator[None]:
    """Counters are kept for seconds in this process's memory: every test begins without."""
    caches["local"].clear()
    yield
    caches["local"].clear()


def _found(actor: Actor, **filters: str) -> set[str]:
    page = tickets_page(actor, ListQuery(view="archive", filters=filters_from(filters.get, filters)))
    return {row.subject for row in page.rows}


@pytest.fixture
def three(people: make.Cast) -> None:
    """`first`: everything filled; `second`: another of everything; `third`: as little as can be."""
    first = Registration(
        "first",
        from_text("x"),
        contact=make.contact_of(people.client),
        service=make.service("7"),
        type=TicketType.objects.get(code="incident"),
        priority=Priority.objects.get(code="high"),
        assignee=make.agent_of(people.agent),
    )
    commands.register(people.dispatcher.through(Via.PHONE), first)
    second = Registration(
        "second",
        from_text("x"),
        contact=make.contact_of(people.stranger),
        service=make.service("8"),
        team=people.hr,
    )
    commands.set_status(people.dispatcher, commands.register(people.dispatcher, second), "resolved")
    third = Registration("third", from_text("x"), sender_email="a@far.test")
    commands.assign(SYSTEM, commands.register(SYSTEM.through(Via.MAIL), third), agent_id=None, team_id=None)
    Ticket.objects.filter(subject="third").update(type=None)


def test_each_filter(people: make.Cast, three: None) -> None:
    """One value, several, none, and one that is none."""
    agent, client, other = make.agent_of(people.agent), make.contact_of(people.client), people.other_company
    for filters, subjects in (
        ({}, {"first", "second", "third"}),
        ({"status": "resolved"}, {"second"}),
        ({"status": "resolved,assigned,nonsense"}, {"first", "second", "third"}),
        ({"team": "it"}, {"first"}),
        ({"team": "it,hr"}, {"first", "second"}),
        ({"team": "none"}, {"third"}),
        ({"assignee": str(agent.uid)}, {"first"}),
        ({"assignee": "none"}, {"second", "third"}),
        ({"assignee": "me"}, set()),
        ({"priority": "high"}, {"first"}),
        ({"service": "7,8"}, {"first", "second"}),
        ({"service": "none"}, {"third"}),
        ({"type": "incident"}, {"first"}),
        ({"type": "none"}, {"third"}),
        ({"contact": str(client.uid)}, {"first"}),
        ({"contact": "none"}, {"third"}),
        ({"company": str(other.uid)}, {"second"}),
        ({"company": "none"}, {"third"}),
        ({"via": "phone"}, {"first"}),
        ({"via": "mail"}, {"third"}),
        ({"status": "resolved", "team": "it"}, set()),
    ):
        assert _found(people.dispatcher, **filters) == subjects, filters
    assert _found(people.agent, assignee="me") == {"first"}


@pytest.mark.parametrize("value", ["nonsense", "\x00", "%", "'", "1", ",", "🙂", "x" * 3000])
def test_what_names_nothing_finds_nothing(people: make.Cast, three: None, value: str) -> None:
    """In every filter, without a fault."""
    for name in PLAIN:
        assert _found(people.dispatcher, **{name: value}) == set(), name
        list_counts(people.dispatcher, VIEWS["all"], filters_from({name: value}.get, [name]))
    custom = Filters(custom=(("note", value),))
    assert not tickets_page(people.dispatcher, ListQuery(view="archive", filters=custom)).rows


def test_due_today_is_today_where_the_reader_is(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """It is 10:00 in Moscow: midnight is 14 hours away there, 5 in Kamchatka (19:00)."""
    ticket = make.ticket(people.client, team=people.it)
    commands.set_due(SYSTEM.ref, ticket, frozen_clock.now + timedelta(hours=6))
    for zone, number in (("Europe/Moscow", 1), ("Asia/Kamchatka", 0)):
        caches["local"].clear()
        with timezone.override(zone):
            assert list_counts(people.agent, VIEWS["all"], Filters()).quick["today"] == number
    frozen_clock.move(timedelta(hours=7))
    caches["local"].clear()
    with timezone.override("Europe/Moscow"):
        quick = list_counts(people.agent, VIEWS["all"], Filters()).quick
    assert (quick["today"], quick["overdue"]) == (0, 1)


def test_filters_take_each_other_away() -> None:
    """What is active, in its order; the same without one."""
    filters = Filters(team="it", status="new")
    assert list(filters.active.items()) == [("status", "new"), ("team", "it")]
    assert filters.without("team") == Filters(status="new")
