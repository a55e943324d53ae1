"""Tickets without an assignee are given by turn (ROUTE-5), and how is remembered (NEW-13)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from otklik.core import clock
from otklik.core.timers import timer_at
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.models import AssignmentReason, Ticket, Waiting
from tests import make
from tests.support.fixtures import TUESDAY_MORNING, FrozenClock
from tests.support.turns import away, gives
from tests.support.writes import kinds, recorded, unchanged

HOUR = timedelta(hours=1)


def _given(people: make.Cast, number: int) -> list[int | None]:
    return [make.ticket(people.client, team=people.it).assignee_id for _one in range(number)]


def _hows(ticket: Ticket) -> list[tuple[int, str]]:
    return list(AssignmentReason.objects.filter(ticket=ticket).order_by("pk").values_list("agent_id", "how"))


def test_in_turn_whatever_the_way_in(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The three of IT one after another; the event says who was weighed, the row that it was by turn."""
    gives(people, people.it)
    with recorded() as events:
        first = make.ticket(people.client, team=people.it)
    assert kinds(events) == ["ticket.registered", "ticket.assigned"]
    assert (first.status.code, first.assigned_at, first.opened_at) == ("assigned", frozen_clock.now, None)
    told = events[1].data
    assert told["why"] == "turn:round_robin"
    assert told["choice"]["outcome"] == "given"
    weighed = {line[0]: line[1:] for line in told["choice"]["told"]}
    assert weighed[first.assignee_id] == [0, None, 100, "chosen"]
    assert {line[-1] for line in weighed.values()} == {"chosen", "later"}
    assert _hows(first) == [(first.assignee_id, "turn")]
    rest = _given(people, 4)
    members = {people.agent.agent_id, people.teammate.agent_id, people.lead.agent_id}
    assert {first.assignee_id, *rest[:2]} == members
    assert rest[2:] == [first.assignee_id, rest[0]]


def test_who_is_away_full_or_was_chosen_by_hand(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The absent and the full are passed over; a person's choice stands; a team of hand stays as it was."""
    gives(people, people.it, "least_loaded", max_load=2)
    away(people.teammate)
    by_hand = make.ticket(people.dispatcher, assignee=people.lead, team=people.it)
    assert (by_hand.assignee_id, _hows(by_hand)) == (people.lead.agent_id, [(people.lead.agent_id, "hand")])
    agent, lead = people.agent.agent_id, people.lead.agent_id
    assert _given(people, 2) == [agent, lead]
    assert _given(people, 1) == [agent]
    with recorded() as events:
        late = make.ticket(people.client, team=people.it)
    assert (late.assignee_id, kinds(events)) == (None, ["ticket.registered", "ticket.not_distributed"])
    assert events[1].data["outcome"] == "all_full"
    assert make.ticket(people.client, team=people.hr).assignee_id is None
    # Whoever finishes something has room: what waits is given, once, by the timer of the team.
    key = f"tickets.give_waiting:{people.it.pk}"
    commands.set_status(people.lead, by_hand, "resolved")
    assert timer_at(key) == frozen_clock.now
    assert commands.give_waiting(people.it.pk) == 1
    assert Ticket.objects.get(pk=late.pk).assignee_id == lead
    assert not Waiting.objects.exists()
    with unchanged():
        assert commands.give_waiting(people.it.pk) == 0


def test_at_night_it_waits_for_the_morning(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Nobody is on shift: told once, given when the first of them is at work; urgent ones first."""
    gives(people, people.it)
    frozen_clock.move(12 * HOUR)
    with recorded() as events:
        ticket = make.ticket(people.client, team=people.it)
    assert events[1].data["outcome"] == "nobody_here"
    morning = timer_at(f"tickets.give_waiting:{people.it.pk}")
    assert morning is not None
    assert morning > frozen_clock.now
    with recorded() as events:
        commands.give_waiting(people.it.pk)
    assert events == []
    frozen_clock.set(morning)
    commands.give_waiting(people.it.pk)
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is not None


def test_passed_on_and_given_back(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """To a team that gives: given. Given back by hand: stays, unless the team gives again."""
    gives(people, people.it)
    ticket = make.ticket(people.client, team=people.hr)
    passed = commands.assign(people.dispatcher, ticket, agent_id=None, team_id=people.it.pk)
    holder = Ticket.objects.get(pk=passed.pk).assignee_id
    assert holder is not None
    commands.release(SYSTEM, ticket)
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None
    gives(people, people.it, gives_again=True)
    taken = commands.take(people.agent, ticket)
    commands.release(people.agent, taken)
    assert Ticket.objects.get(pk=ticket.pk).assignee_id not in (None, holder, people.agent.agent_id)
    assert [how for _agent, how in _hows(ticket)] == ["turn", "returned", "taken", "returned", "turn"]


def test_shares_of_members(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Nobody without a share is given anything; a member's own maximum stands above the team's."""
    gives(people, people.it, max_load=1)
    people.it.membership_set.filter(agent=make.agent_of(people.lead)).update(weight=0)
    people.it.membership_set.filter(agent=make.agent_of(people.agent)).update(max_load=3)
    gives(people, people.it, max_load=1, gives_again=True)  # memory is read anew
    assert _given(people, 4).count(people.agent.agent_id) == 3
    assert Ticket.objects.filter(assignee_id=people.lead.agent_id).count() == 0


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_at_once_go_to_two(transactional_db: None) -> None:
    """The second waits for the turn of the first, and sees what was given."""
    people = make.cast()
    gives(people, people.it)
    tickets = [make.ticket(people.client, team=people.hr) for _one in range(4)]
    for row in tickets:
        Ticket.objects.filter(pk=row.pk).update(team=people.it)
    start = threading.Barrier(4, timeout=20)

    def give(pk: int) -> None:
        start.wait()
        try:
            with clock.freeze(TUESDAY_MORNING):
                commands.give_by_turn(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(give, [row.pk for row in tickets]))
    held = list(Ticket.objects.filter(team=people.it).values_list("assignee_id", flat=True))
    assert sorted(held.count(agent) for agent in set(held)) == [1, 1, 2]


def test_who_registers_what_comes_to_them_took_nothing(people: make.Cast) -> None:
    """They look after the client: the catalogue gave it to them, they did not take it."""
    service = make.service("912", team=people.it)
    people.company.manager_agent_id = people.agent.agent_id
    people.company.save()
    contact = make.contact_of(people.client)
    ticket = make.ticket(people.agent, contact=contact, service=service)
    assert _hows(ticket) == [(people.agent.agent_id, "rule")]
