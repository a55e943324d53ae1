"""Postponing and coming back, asking and reminding, not processing at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.timers import timer_at
from otklik.organisation.commands import change_setting
from otklik.tickets import commands
from otklik.tickets.commands import Declining
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.audit import audit
from otklik.tickets.queries.explanations import explanation_named, explanations
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import SYSTEM_DOER, changes, doer, kinds, recorded, refused, unchanged

DAY = timedelta(days=1)


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and in progress."""
    made = make.ticket(people.client, team=people.it)
    make.reply(people.agent, made)
    return Ticket.objects.get()


def test_a_postponed_ticket_comes_back_by_itself(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    until = frozen_clock.now + DAY
    commands.set_status(people.agent, ticket, "postponed", until=until, why="Клиент в отпуске")
    assert timer_at(f"tickets.return_due:{ticket.pk}") == until
    frozen_clock.set(until)
    with recorded() as events:
        commands.return_postponed(ticket.pk)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("ticket.returned", "public", SYSTEM_DOER)
    assert changes(event) == {"status": ("postponed", "in_progress")}
    assert event.data == {"until": until.isoformat(), "why": "Клиент в отпуске"}
    row = Ticket.objects.get()
    assert (row.state, row.turn, row.postponed_until, row.postponed_why) == ("open", "us", None, "")
    with unchanged():
        commands.return_postponed(ticket.pk)


def test_put_off_further_it_waits_for_the_later_moment(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    first, second = frozen_clock.now + DAY, frozen_clock.now + 3 * DAY
    commands.set_status(people.agent, ticket, "postponed", until=first)
    commands.set_status(people.agent, ticket, "postponed", until=second)
    frozen_clock.set(first)
    commands.return_postponed(ticket.pk)
    assert Ticket.objects.get().state == "postponed"
    assert timer_at(f"tickets.return_due:{ticket.pk}") == second


def test_back_earlier_by_hand_or_by_the_clients_word(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    until = frozen_clock.now + DAY
    commands.set_status(people.agent, ticket, "postponed", until=until)
    make.message(people.client, ticket)
    assert (Ticket.objects.get().state, timer_at(f"tickets.return_due:{ticket.pk}")) == ("open", None)
    frozen_clock.set(until)
    with unchanged():
        commands.return_postponed(ticket.pk)


def test_a_client_who_was_asked_is_reminded_once(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    asked = make.reply(people.agent, ticket, "Какая модель?", status="needs_clarification")
    row = Ticket.objects.get()
    # Asked on Tuesday: three full working days later is Friday evening, so Monday morning.
    assert row.remind_at == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    frozen_clock.set(row.remind_at - timedelta(seconds=1))
    commands.remind_client(ticket.pk)
    assert Ticket.objects.get().remind_at == row.remind_at
    frozen_clock.set(row.remind_at)
    with recorded() as events:
        commands.remind_client(ticket.pk)
    (event,) = events
    assert (event.kind, event.audience, event.data) == (
        "ticket.client_reminded",
        "public",
        {"message": asked.pk},
    )
    row = Ticket.objects.get()
    assert (row.state, row.remind_at) == ("waiting_client", None)
    assert list(audit([row.pk])) == []
    with unchanged():
        commands.remind_client(ticket.pk)


def test_an_answer_or_a_switched_off_reminder_leaves_them_in_peace(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    make.reply(people.agent, ticket, "Какая модель?", status="needs_clarification")
    make.message(people.client, ticket, "HP")
    row = Ticket.objects.get()
    assert (row.state, row.remind_at, timer_at(f"tickets.remind_due:{ticket.pk}")) == ("open", None, None)
    change_setting(BY_SYSTEM, "tickets.remind_days", 0)
    make.reply(people.agent, ticket, "А серия?", status="needs_clarification")
    assert Ticket.objects.get().remind_at is None


def test_not_processed_with_the_prepared_words(people: make.Cast, ticket: Ticket) -> None:
    with recorded() as events:
        commands.decline(people.agent, ticket, Declining("not_ours"))
    assert kinds(events) == ["reply.sent", "ticket.closed"]
    told = Message.objects.latest("pk")
    assert events[1].data == {"outcome": "not_processed", "why": "not_ours", "message": told.pk}
    prepared = explanation_named("not_ours")
    assert prepared is not None
    assert told.body.text == prepared.text.text("ru")
    row = Ticket.objects.get()
    assert (row.state, row.outcome, row.closes_at) == ("closed", "not_processed", None)
    assert list(audit([row.pk])) == []
    make.message(people.client, ticket, "А кто тогда?")
    row = Ticket.objects.get()
    assert (row.state, row.outcome) == ("open", None)


def test_not_processed_in_other_words_and_in_silence(people: make.Cast, ticket: Ticket) -> None:
    with recorded() as events:
        commands.decline(people.agent, ticket, Declining("spam", "Рассылка", tell_client=False))
    assert kinds(events) == ["note.added", "ticket.closed"]
    note = Message.objects.latest("pk")
    assert (note.public, note.body.text) == (False, "Рассылка")


def test_who_may_not_decline_and_what_is_no_reason(people: make.Cast, ticket: Ticket) -> None:
    with refused(Denied):
        commands.decline(people.outsider, ticket, Declining("spam"))
    with refused(Denied):
        commands.decline(people.client, ticket, Declining("spam"))
    with refused(Invalid, fields={"reason"}):
        commands.decline(people.agent, ticket, Declining("boredom"))
    commands.decline(people.agent, ticket, Declining("spam"))
    with refused(NotPossible):
        commands.decline(people.agent, ticket, Declining("spam"))


def test_resolving_asks_for_the_solution(people: make.Cast, ticket: Ticket) -> None:
    with refused(Invalid, fields={"solution"}):
        commands.resolve(people.agent, ticket, from_text(" "))
    with recorded() as events:
        message = commands.resolve(people.agent, ticket, from_text("Заменили картридж"))
    assert kinds(events) == ["reply.sent", "ticket.resolved"]
    assert message.is_solution


@pytest.mark.django_db
def test_delivered_explanations() -> None:
    codes = [row.code for row in explanations()]
    assert codes == ["not_ours", "duplicate", "no_details", "several_questions", "spam"]
