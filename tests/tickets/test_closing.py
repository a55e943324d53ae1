"""Closing by itself: when, by whose calendar, what stops it, what changed rules do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from otklik.catalogue.models import Service
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Job
from otklik.core.timers import timer_at
from otklik.core.worker import drain
from otklik.organisation.calendars import calendar_named
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from otklik.tickets.queries.terms import closes_at_if_resolved, term_of
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import SYSTEM_DOER, changes, doer, recorded, unchanged

# Done on Tuesday 17 November: the fifth working day after it is Tuesday the 24th, until 18:00 in Moscow.
FIFTH_DAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def done(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and done."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Заменили картридж.", status="resolved")
    return Ticket.objects.get()


def key(ticket: Ticket) -> str:
    return f"tickets.close_due:{ticket.pk}"


def test_a_done_ticket_says_when_it_closes(done: Ticket) -> None:
    assert done.closes_at == FIFTH_DAY
    assert timer_at(key(done)) == FIFTH_DAY


def test_it_closes_when_the_fifth_working_day_ends(done: Ticket, frozen_clock: FrozenClock) -> None:
    frozen_clock.set(FIFTH_DAY)
    with recorded() as events:
        commands.close_resolved(done.pk)
    row = Ticket.objects.get()
    assert (row.state, row.closed_at, row.closes_at, row.rating) == ("closed", FIFTH_DAY, None, None)
    (event,) = events
    assert (event.kind, event.audience, event.data) == ("ticket.closed", "public", {"by": "time"})
    assert (doer(event), changes(event)) == (SYSTEM_DOER, {"status": ("resolved", "closed")})
    with unchanged():
        commands.close_resolved(done.pk)


def test_a_holiday_is_no_working_day(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """4 November is Unity Day, the eve ends an hour earlier."""
    frozen_clock.set(datetime(2026, 10, 27, 9, 0, tzinfo=UTC))
    assert closes_at_if_resolved(None, frozen_clock.now) == datetime(2026, 11, 3, 14, 0, tzinfo=UTC)
    frozen_clock.set(datetime(2026, 10, 28, 9, 0, tzinfo=UTC))
    assert closes_at_if_resolved(None, frozen_clock.now) == datetime(2026, 11, 5, 15, 0, tzinfo=UTC)


def test_the_timer_too_early_sets_itself_again(done: Ticket, frozen_clock: FrozenClock) -> None:
    frozen_clock.set(FIFTH_DAY - SECOND)
    commands.close_resolved(done.pk)
    assert Ticket.objects.get().state == "resolved"
    assert timer_at(key(done)) == FIFTH_DAY


def test_reopening_takes_the_timer_away(people: make.Cast, done: Ticket, frozen_clock: FrozenClock) -> None:
    make.message(people.client, done, "Снова не печатает")
    row = Ticket.objects.get()
    assert (row.state, row.closes_at, timer_at(key(done))) == ("open", None, None)
    frozen_clock.set(FIFTH_DAY)
    with unchanged():
        commands.close_resolved(done.pk)


def test_a_deleted_one_waits_and_a_restored_one_is_caught_up(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock
) -> None:
    commands.delete_ticket(people.admin, done)
    frozen_clock.set(FIFTH_DAY + timedelta(days=1))
    with unchanged():
        commands.close_resolved(done.pk)
        assert commands.catch_up() == 0
    commands.restore_ticket(people.admin, done)
    assert commands.catch_up() == 1
    assert Ticket.objects.get().state == "closed"
    assert commands.catch_up() == 0


def test_a_longer_term_puts_it_off_and_a_shorter_one_keeps_the_word(
    done: Ticket, frozen_clock: FrozenClock
) -> None:
    change_setting(BY_SYSTEM, "tickets.close_after", 1)
    frozen_clock.set(FIFTH_DAY - SECOND)
    commands.close_resolved(done.pk)
    assert Ticket.objects.get().closes_at == FIFTH_DAY
    change_setting(BY_SYSTEM, "tickets.close_after", 6)
    frozen_clock.set(FIFTH_DAY)
    commands.close_resolved(done.pk)
    row = Ticket.objects.get()
    assert (row.state, row.closes_at) == ("resolved", FIFTH_DAY + timedelta(days=1))
    assert timer_at(key(done)) == row.closes_at
    frozen_clock.set(FIFTH_DAY + timedelta(days=1))
    commands.close_resolved(done.pk)
    assert Ticket.objects.get().state == "closed"


def test_when_nothing_closes_by_itself_any_more_it_stays(done: Ticket, frozen_clock: FrozenClock) -> None:
    change_setting(BY_SYSTEM, "tickets.close_after", 0)
    frozen_clock.set(FIFTH_DAY)
    commands.close_resolved(done.pk)
    row = Ticket.objects.get()
    assert (row.state, row.closes_at) == ("resolved", None)


def test_hours_are_hours_of_the_clock(people: make.Cast, frozen_clock: FrozenClock) -> None:
    change_setting(BY_SYSTEM, "tickets.close_unit", "hours")
    change_setting(BY_SYSTEM, "tickets.close_after", 24)
    assert closes_at_if_resolved(None, frozen_clock.now) == frozen_clock.now + timedelta(hours=24)


def test_a_service_says_otherwise_and_the_one_above_it_speaks_for_it(
    people: make.Cast, frozen_clock: FrozenClock
) -> None:
    package, inside = make.service("100"), make.service("101")
    always = calendar_named("always")
    assert always is not None
    Service.objects.filter(pk=package.pk).update(close_after=2, close_unit="days", calendar_id=always.id)
    Service.objects.filter(pk=inside.pk).update(parent=package)
    small.bump()
    assert closes_at_if_resolved(inside.pk, frozen_clock.now) == datetime(2026, 11, 19, 21, 0, tzinfo=UTC)
    Service.objects.filter(pk=inside.pk).update(close_after=0)
    small.bump()
    assert closes_at_if_resolved(inside.pk, frozen_clock.now) is None
    assert term_of(package.pk).number == 2


def test_the_worker_closes_it(done: Ticket, frozen_clock: FrozenClock) -> None:
    """The timer's row of the queue, through the real worker loop."""
    Job.objects.exclude(key=key(done)).delete()
    frozen_clock.set(FIFTH_DAY - SECOND)
    drain()
    assert Ticket.objects.get().state == "resolved"
    frozen_clock.set(FIFTH_DAY)
    drain()
    assert Ticket.objects.get().state == "closed"


def test_a_ticket_closed_by_hand_needs_no_timer(people: make.Cast, done: Ticket) -> None:
    commands.set_status(SYSTEM, done, "closed")
    assert (Ticket.objects.get().closes_at, timer_at(key(done))) == (None, None)
