"""The board's numbers: what the list counts, of what one may see alone, along indexes, by few queries."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from otklik.core.errors import NotFound
from otklik.people.actor import SYSTEM, Actor
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.board_scope import Scope, scope_named, scopes_of, tickets_in
from otklik.tickets.models import Ticket
from otklik.tickets.queries import VIEWS, Filters, list_counts
from otklik.tickets.queries.board import LONGEST, figures, longest_waiting
from otklik.tickets.queries.daily import DAYS, days, usually_open
from tests import make
from tests.support.fixtures import FrozenClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Of a Friday in Moscow."""


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def many(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Tickets in every state, of three teams and none, some that went on to another team."""
    rng = random.Random(11)
    frozen_clock.set(NOON)
    statuses = ("", "", "in_progress", "needs_clarification", "postponed", "resolved", "closed")
    for number in range(30):
        ticket = make.ticket(
            rng.choice([people.client, people.stranger]), team=rng.choice([people.it, people.hr, None])
        )
        if number % 3 == 0:
            commands.set_due(SYSTEM.ref, ticket, NOON + rng.randint(-9, 40) * HOUR)
        if number % 4 == 0 and ticket.team_id == people.it.pk:
            commands.take(people.agent, ticket)
        if number % 5 == 0:
            make.reply(people.dispatcher, ticket)
        if number % 7 == 0:
            commands.assign(people.admin, ticket, agent_id=None, team_id=people.hr.pk)
        if status := rng.choice(statuses):
            commands.set_status(SYSTEM, ticket, status, until=NOON + rng.choice([3, 30]) * HOUR)
    commands.observe(
        people.agent, Ticket.objects.filter(team=people.it)[0], agent_id=people.outsider.agent_id
    )
    commands.delete_ticket(people.admin, Ticket.objects.filter(is_open=True, team=people.it)[1])


def _everybody(people: make.Cast) -> list[Actor]:
    return [people.agent, people.lead, people.outsider, people.dispatcher, people.admin]


def _codes(scope: Scope) -> str:
    return ",".join(staff().teams[pk].code for pk in scope.teams or ())


@pytest.mark.usefixtures("many")
def test_every_number_is_that_of_its_list(people: make.Cast) -> None:
    """For everybody, whatever they choose; by employee it makes the same."""
    looked = 0
    for actor in _everybody(people):
        for scope in scopes_of(actor):
            found, team = figures(actor, scope), Filters(team=_codes(scope))
            listed = list_counts(actor, VIEWS["all"], team)
            assert found.open == listed.total
            assert (found.waiting, found.overdue, found.today, found.unassigned, found.postponed) == (
                *(listed.quick[name] for name in ("waiting", "overdue", "today", "unassigned", "postponed")),
            )
            for one in found.held:
                who = staff().agents[one.agent].uid if one.agent else "none"
                theirs = list_counts(actor, VIEWS["all"], Filters(team=_codes(scope), assignee=who))
                assert (one.open, one.overdue) == (theirs.total, theirs.quick["overdue"])
            looked += found.open
    assert looked > 50


@pytest.mark.usefixtures("many")
def test_nobody_counts_what_they_may_not_see(people: make.Cast) -> None:
    """The ticket's own column says what the rule of reading says; a foreign team is not there to be asked."""
    for actor in _everybody(people):
        seen = set(visible_to(actor).values_list("pk", flat=True))
        for scope in scopes_of(actor):
            counted = set(tickets_in(actor, scope).values_list("pk", flat=True))
            assert counted == set(tickets_in(actor, scope, by_time=True).values_list("pk", flat=True))
            assert counted <= seen
            held = {pk for pk in seen if Ticket.objects.get(pk=pk).team_id in (scope.teams or ())}
            assert counted == (held if scope.teams is not None else seen)
    for code in (people.hr.code, "all", "mine", "no-such"):
        with pytest.raises(NotFound):
            scope_named(people.agent, code)
    foreign = Scope(people.hr.code, (people.hr.pk,))
    assert figures(people.agent, foreign).open == 0
    assert not longest_waiting(people.agent, foreign)
    assert {(day.created, day.resolved) for day in days(people.agent, foreign)} == {(0, 0)}
    assert not scopes_of(people.client)
    with pytest.raises(NotFound):
        scope_named(people.client, "")


def test_what_is_kept_for_one_is_not_told_to_another(people: make.Cast) -> None:
    """Who is in no team counts what they may see: nobody else's memory of "all" answers them."""
    make.ticket(people.client, team=people.it)
    alone = make.actor_of(make.employee("Один Дома"))
    assert figures(people.dispatcher, scope_named(people.dispatcher, "all")).open == 1
    everything = scope_named(alone, "")
    assert everything.teams is None
    assert figures(alone, everything).open == 0


def test_what_stands_below_the_numbers(people: make.Cast, frozen_clock: FrozenClock) -> None:
    frozen_clock.set(NOON - 2 * HOUR)
    waits, late, free = (make.ticket(people.client, team=people.it) for _ in range(3))
    back, later = (make.ticket(people.client, team=people.it) for _ in range(2))
    commands.set_due(SYSTEM.ref, late, NOON - HOUR)
    commands.set_due(SYSTEM.ref, waits, NOON + 3 * HOUR)
    commands.set_due(SYSTEM.ref, free, NOON + 2 * DAY)
    for ticket in (late, waits):
        commands.take(people.agent, ticket)
    frozen_clock.set(NOON)
    commands.set_status(people.agent, back, "postponed", until=NOON + 5 * HOUR)
    commands.set_status(people.agent, later, "postponed", until=NOON + 50 * HOUR)
    found = figures(people.agent, scope_named(people.agent, ""))
    assert (found.waits_since, found.worst_due, found.nearest_due) == (
        NOON - 2 * HOUR,
        NOON - HOUR,
        NOON + 3 * HOUR,
    )
    assert (found.free_due, found.postponed, found.back_today) == (NOON + 2 * DAY, 2, 1)
    commands.take(people.agent, free)
    caches["local"].clear()
    assert figures(people.agent, scope_named(people.agent, "")).free_due is None, (
        "the others have no deadline"
    )


def test_who_waits_longest(people: make.Cast, frozen_clock: FrozenClock) -> None:
    made = []
    for number in range(LONGEST + 2):
        frozen_clock.move(HOUR)
        made.append(make.ticket(people.client, f"Тема {number}", team=people.it))
    make.reply(people.agent, made[0])
    make.ticket(people.client, "Чужая", team=people.hr)
    found = longest_waiting(people.agent, scope_named(people.agent, ""))
    assert [one.number for one in found] == [ticket.number for ticket in made[1 : LONGEST + 1]]
    assert found[0].since == made[1].created_at


def _at(frozen_clock: FrozenClock, moment: datetime, make_it: Callable[[], Ticket]) -> Ticket:
    frozen_clock.set(moment)
    return make_it()


def test_days_begin_at_the_readers_midnight(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Created and done by day; what was opened again is done no more, what was deleted never was."""
    midnight = datetime(2026, 11, 17, 21, tzinfo=UTC)  # of the 18th in Moscow

    def new() -> Ticket:
        return make.ticket(people.client, team=people.it)

    first = _at(frozen_clock, midnight - timedelta(microseconds=1), new)
    second, gone, again = (_at(frozen_clock, midnight, new) for _ in range(3))
    _at(frozen_clock, midnight - DAYS * DAY, new)
    frozen_clock.set(midnight)
    for ticket in (first, second, again):
        commands.set_status(SYSTEM, ticket, "resolved")
    frozen_clock.set(NOON)
    make.message(people.client, again, "Не работает")
    commands.delete_ticket(people.admin, gone)
    with timezone.override("Europe/Moscow"):
        found = days(people.agent, scope_named(people.agent, ""))
    assert [found[0].date.isoformat(), found[-1].date.isoformat()] == ["2026-10-22", "2026-11-20"]
    told = {day.date.isoformat(): (day.created, day.resolved) for day in found if day.created or day.resolved}
    assert told == {"2026-11-17": (1, 0), "2026-11-18": (2, 2)}


def test_what_is_usual_at_this_hour(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The middle of what was open a week, two, three and four before, at this hour; weeks with none say
    nothing, and one alone is not usual."""
    scope = scope_named(people.agent, "")
    for back in (15, 14, 8, 1):
        frozen_clock.set(NOON - back * DAY - HOUR)
        for _number in range(back):
            make.ticket(people.client, team=people.it)
    done = Ticket.objects.order_by("pk")[:5]
    frozen_clock.set(NOON - 10 * DAY)
    for ticket in done:
        commands.set_status(SYSTEM, ticket, "resolved")
    frozen_clock.set(NOON)
    with timezone.override("Europe/Moscow"):
        now = figures(people.agent, scope).open
        assert now == 15 + 14 + 8 + 1 - 5
        # 29 two weeks ago, 29 - 5 + 8 a week ago, none before.
        assert usually_open(people.agent, scope, now) == round((29 + 32) / 2)
        frozen_clock.set(NOON - 6 * DAY)
        caches["local"].clear()
        assert usually_open(people.agent, scope, 32) is None


def test_as_many_queries_for_one_as_for_fifty(people: make.Cast) -> None:
    counted = []
    for number in (1, 20):
        for _ticket in range(number):
            commands.take(people.agent, make.ticket(people.client, team=people.it))
        caches["local"].clear()
        scope = scope_named(people.agent, "")
        with CaptureQueriesContext(connection) as queries:
            found = figures(people.agent, scope)
            days(people.agent, scope)
            usually_open(people.agent, scope, found.open)
            longest_waiting(people.agent, scope)
        asked = len([q for q in queries if "tickets_ticket" in q["sql"]])
        counted.append((asked, found.open))
    assert counted == [(4, 1), (4, 21)]


@pytest.mark.sqlite_only
def test_no_row_is_read(people: make.Cast) -> None:
    """Indexes have all that is counted; nothing walks through the tickets."""
    for actor, code in ((people.agent, ""), (people.dispatcher, "all"), (people.dispatcher, people.it.code)):
        caches["local"].clear()
        scope = scope_named(actor, code)
        with CaptureQueriesContext(connection) as queries:
            figures(actor, scope)
            days(actor, scope)
        plans = ""
        for query in queries:
            if "tickets_ticket" in query["sql"]:
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                    plans += "\n".join(row[-1] for row in cursor.fetchall())
        for index in ("ticket_board", "ticket_days_created", "ticket_days_resolved"):
            assert f"COVERING INDEX {index}" in plans, plans
        assert "tickets_ticket USING INDEX" not in plans
