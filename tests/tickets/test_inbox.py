"""The inbox: what comes in for which reason, what takes it out, who sees whose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.people.actor import Actor
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.models import InboxDone, Mention, Ticket
from otklik.tickets.queries.inbox import Why, inbox, inbox_count
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import unchanged


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team, of nobody yet."""
    return make.ticket(people.client, team=people.it)


def stands(actor: Actor) -> list[tuple[str, Why]]:
    """Numbers and reasons, as the page shows them."""
    return [(item.row.number, item.why) for item in inbox(actor)]


def count(actor: Actor) -> int:
    caches["local"].clear()
    return inbox_count(actor)


def test_a_new_ticket_of_the_team_comes_to_all_of_it(people: make.Cast, ticket: Ticket) -> None:
    for actor in (people.agent, people.teammate, people.lead):
        assert stands(actor) == [(ticket.number, Why.TEAM)]
        assert count(actor) == 0
    for actor in (people.outsider, people.dispatcher, people.admin, people.client):
        assert stands(actor) == []


def test_from_team_to_assignee_to_answered(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    commands.assign(people.lead, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)
    assert stands(people.agent) == [(ticket.number, Why.ANSWERED)]
    assert stands(people.teammate) == []
    assert count(people.agent) == 1
    make.reply(people.agent, ticket)
    assert (stands(people.agent), count(people.agent)) == ([], 0)
    frozen_clock.move(timedelta(hours=1))
    make.message(people.client, ticket)
    assert stands(people.agent) == [(ticket.number, Why.ANSWERED)]
    commands.set_status(people.agent, ticket, "postponed", until=frozen_clock.now + timedelta(days=1))
    assert stands(people.agent) == []
    make.message(people.client, ticket)
    assert stands(people.agent) == [(ticket.number, Why.ANSWERED)]
    commands.assign(people.agent, ticket, agent_id=people.teammate.agent_id, team_id=people.it.pk)
    assert (stands(people.agent), stands(people.teammate)) == ([], [(ticket.number, Why.ANSWERED)])


def test_handed_over_while_the_client_has_an_answer(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket)
    commands.assign(people.agent, ticket, agent_id=people.teammate.agent_id, team_id=people.it.pk)
    assert stands(people.teammate) == [(ticket.number, Why.GIVEN)]
    commands.mark_seen(people.teammate, ticket, Ticket.objects.get().last_message_id or 0)
    assert stands(people.teammate) == []


def test_back_from_postponing_until_something_is_done(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    make.reply(people.agent, ticket)
    until = frozen_clock.now + timedelta(days=1)
    commands.set_status(people.agent, ticket, "postponed", until=until)
    assert stands(people.agent) == []
    frozen_clock.set(until)
    commands.return_postponed(ticket.pk)
    commands.mark_seen(people.agent, ticket, Ticket.objects.get().last_message_id or 0)
    assert stands(people.agent) == [(ticket.number, Why.RETURNED)]
    make.reply(people.agent, ticket)
    assert stands(people.agent) == []


def test_a_mention_until_it_is_read(people: make.Cast, ticket: Ticket) -> None:
    note = make.note(people.agent, ticket, "@Инна Кадрова, гляньте")
    assert stands(people.outsider) == [(ticket.number, Why.MENTIONED)]
    commands.mark_seen(people.outsider, ticket, note.pk)
    assert stands(people.outsider) == []


def test_low_ratings_come_to_the_lead(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket, status="resolved")
    rate(people.client, ticket, 1)
    assert stands(people.lead) == [(ticket.number, Why.REVIEW)]
    assert [stands(actor) for actor in (people.agent, people.dispatcher)] == [[], []]
    commands.mark_reviewed(people.lead, ticket)
    assert stands(people.lead) == []


def test_put_aside_until_something_new(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    make.note(people.lead, ticket, "@Елена Белова, возьмёте?")
    commands.assign(people.lead, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)
    frozen_clock.move(timedelta(minutes=5))
    commands.put_aside(people.agent, [ticket.pk])
    assert stands(people.agent) == []
    with unchanged():
        assert stands(people.agent) == []
    commands.take_back(people.agent, [ticket.pk])
    assert stands(people.agent) == [(ticket.number, Why.MENTIONED)]
    assert not InboxDone.objects.exists()
    assert Mention.objects.filter(seen_at=None).count() == 1
    commands.put_aside(people.agent, [ticket.pk])
    make.message(people.client, ticket)
    assert stands(people.agent) == [(ticket.number, Why.ANSWERED)]
    commands.put_aside(people.client, [ticket.pk])
    assert InboxDone.objects.count() == 1


def test_order_by_reason_then_priority_then_deadline(people: make.Cast, frozen_clock: FrozenClock) -> None:
    first, second, third = (make.ticket(people.client, f"№{n}", team=people.it) for n in range(3))
    commands.set_due(people.lead.ref, third, frozen_clock.now + timedelta(hours=1))
    commands.assign(people.lead, second, agent_id=people.agent.agent_id, team_id=people.it.pk)
    assert stands(people.agent) == [
        (second.number, Why.ANSWERED),
        (third.number, Why.TEAM),
        (first.number, Why.TEAM),
    ]
    only = inbox(people.agent, only=[first.pk])
    assert [item.row.number for item in only] == [first.number]
    assert [item.row.unread for item in only] == [True]


def test_the_number_is_one_query_and_kept(people: make.Cast, ticket: Ticket) -> None:
    """A ticket with two reasons counts once; what others do shows within seconds, for the page at once."""
    commands.assign(people.dispatcher, ticket, agent_id=people.lead.agent_id, team_id=people.it.pk)
    make.note(people.agent, ticket, "@Ольга Ведущая, гляньте")
    inbox(people.lead)
    with CaptureQueriesContext(connection) as asked:
        assert inbox_count(people.lead, fresh=True) == 1
    assert len([one for one in asked if "tickets_ticket" in one["sql"]]) == 1
    commands.put_aside(people.lead, [ticket.pk])
    with CaptureQueriesContext(connection) as kept:
        assert inbox_count(people.lead) == 1
    assert len(kept) == 0
    assert inbox_count(people.lead, fresh=True) == 0


def test_a_reason_with_more_than_the_page_holds_says_so(
    people: make.Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(2):
        make.ticket(people.client, f"Ещё {n}", team=people.it)
    assert {item.has_more for item in inbox(people.agent)} == {False}
    monkeypatch.setattr("otklik.tickets.queries.inbox.LIMIT", 2)
    assert [item.has_more for item in inbox(people.agent)] == [True, True]


def test_the_same_number_of_queries_for_one_and_for_many(people: make.Cast, ticket: Ticket) -> None:
    inbox(people.lead)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(inbox(people.lead)) == 1
    for n in range(12):
        more = make.ticket(people.client, f"Ещё {n}", team=people.it)
        if n % 2:
            commands.assign(people.lead, more, agent_id=people.lead.agent_id, team_id=people.it.pk)
        make.note(people.agent, more, "@Ольга Ведущая, гляньте")
    with CaptureQueriesContext(connection) as many:
        assert len(inbox(people.lead)) == 13
    assert len(one) == len(many)


def test_deleted_ones_and_a_client_have_none(people: make.Cast, ticket: Ticket) -> None:
    commands.delete_ticket(people.admin, ticket)
    assert stands(people.agent) == []
    assert (stands(people.client), count(people.client)) == ([], 0)
