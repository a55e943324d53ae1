"""Claim by opening (ROUTE-8): who opens it has it; when it is new again, and when it stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from otklik.core import clock
from otklik.core.errors import Conflict, Denied, Invalid, NotPossible
from otklik.core.models import Event, Job
from otklik.core.timers import timer_at
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up
from otklik.people.shapes import TEAM
from otklik.tickets import commands
from otklik.tickets.access import ASSIGN
from otklik.tickets.models import Processing, Ticket
from otklik.tickets.timers import let_go_due
from otklik.web.history import line_of
from tests import make
from tests.support.fixtures import TUESDAY_MORNING, FrozenClock
from tests.support.turns import claims, gives
from tests.support.writes import kinds, recorded, unchanged
from tests.tickets.test_binding import unknown

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
FREE = ("new", None, None, None)


def _now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def _stands(ticket: Ticket) -> tuple[str, int | None, int | None, object]:
    row = Ticket.objects.select_related("status").get(pk=ticket.pk)
    return row.status.code, row.assignee_id, row.processing_by_id, row.processed_at


def _held(by: Actor) -> tuple[str, int | None, int | None, object]:
    return "in_progress", by.agent_id, by.agent_id, None


def _ring(ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """The worker comes to the ticket's timer, at its moment."""
    job = Job.objects.get(key=f"tickets.let_go_due:{ticket.pk}")
    frozen_clock.set(job.run_at)
    let_go_due.function(job)


def _opened(people: make.Cast) -> Ticket:
    claims(people, people.it)
    ticket = make.ticket(people.client, team=people.it)
    return commands.open_window(people.agent, ticket, "a")


def test_opening_takes_it(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """In progress, by whom, since when; the second sees by whom and changes nothing."""
    claims(people, people.it)
    ticket = make.ticket(people.client, team=people.it)
    with recorded() as events:
        commands.open_window(people.agent, ticket, "a")
    assert (kinds(events), line_of(events[0], {}).what) == (["ticket.taken"], "открыта в обработку")
    assert (_stands(ticket), _now(ticket).processing_since) == (_held(people.agent), frozen_clock.now)
    assert timer_at(f"tickets.let_go_due:{ticket.pk}") == frozen_clock.now + MINUTE
    with unchanged():
        seen = commands.open_window(people.teammate, ticket)
    assert seen.processing_by_id == people.agent.agent_id
    with pytest.raises(Conflict, match="Елена Белова"):
        commands.take(people.teammate, _now(ticket))
    assert _stands(ticket) == _held(people.agent)
    commands.take(people.lead, _now(ticket))
    assert _stands(ticket) == _held(people.lead)
    assert list(Processing.objects.order_by("id").values_list("agent_id", "how", "is_watched")) == [
        (people.agent.agent_id, "passed_on", True),
        (people.lead.agent_id, "", False),
    ]


@pytest.mark.parametrize("why", ["no such team", "not of the team", "no right", "has somebody", "a client"])
def test_what_opening_does_not_take(people: make.Cast, why: str) -> None:
    """Other teams, who only looks on, what is somebody's already."""
    claims(people, people.it, on=why != "no such team")
    ticket = make.ticket(people.client, team=people.it)
    who = {"not of the team": people.dispatcher, "a client": people.client}.get(why, people.agent)
    if why == "no right":
        who = make.actor_of(make.employee("Глядящий", teams=[people.it]))
        who = replace(who, rights=who.rights - {ASSIGN})
    if why == "has somebody":
        commands.assign(people.lead, ticket, agent_id=people.teammate.agent_id, team_id=None)
    with unchanged():
        commands.open_window(who, _now(ticket), "a")
    assert not Processing.objects.exists()


def test_closing_makes_it_new(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A moment later, so that loading again keeps it; with two windows when the second is closed."""
    ticket = _opened(people)
    commands.keep_window(people.agent, ticket, "b")
    commands.leave_window(people.agent, ticket, "a")
    assert timer_at(f"tickets.let_go_due:{ticket.pk}") == frozen_clock.now + MINUTE
    commands.leave_window(people.agent, ticket, "b")
    frozen_clock.move(2 * SECOND)
    assert commands.keep_window(people.agent, ticket, "c")  # loaded again
    _ring(ticket, frozen_clock)
    assert _stands(ticket) == _held(people.agent)
    commands.leave_window(people.agent, ticket, "c")
    with recorded() as events:
        _ring(ticket, frozen_clock)
    assert (kinds(events), _stands(ticket)) == (["ticket.released"], FREE)
    assert line_of(events[0], {}).what == "снова новая: закрыта без результата"
    assert not commands.keep_window(people.agent, ticket, "c")
    assert Processing.objects.get().how == "returned"


def test_not_heard_of_for_a_minute(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Looked at a minute after the last sign of life, not before; whoever opens it next has it."""
    ticket = _opened(people)
    for _beat in range(3):
        frozen_clock.move(25 * SECOND)
        commands.keep_window(people.agent, ticket, "a")
    last = frozen_clock.now
    _ring(ticket, frozen_clock)
    assert _stands(ticket) == _held(people.agent)
    with recorded() as events:
        _ring(ticket, frozen_clock)
    assert (_stands(ticket), frozen_clock.now) == (FREE, last + MINUTE)
    assert (events[0].data["why"], events[0].actor_kind) == ("lost", "system")
    commands.open_window(people.teammate, _now(ticket))
    assert _stands(ticket) == _held(people.teammate)


def test_signing_out_makes_it_new(people: make.Cast) -> None:
    """At once, and only what the person who signs out has open."""
    ticket = _opened(people)
    commands.leave_all(people.teammate)
    assert _stands(ticket) == _held(people.agent)
    commands.leave_all(people.agent)
    assert _stands(ticket) == FREE


@pytest.mark.parametrize("does", ["finds the client", "answers", "notes", "takes it by hand"])
def test_what_keeps_it(people: make.Cast, frozen_clock: FrozenClock, does: str) -> None:
    """The client identified or answered: it stays with the holder, in progress; a note is no result."""
    claims(people, people.it)
    ticket = unknown(people) if does == "finds the client" else make.ticket(people.client, team=people.it)
    if does == "takes it by hand":
        commands.take(people.agent, ticket)
    else:
        commands.open_window(people.agent, ticket, "a")
    doing: dict[str, Callable[[], object]] = {
        "finds the client": lambda: commands.bind(
            people.agent, _now(ticket), commands.Binding(contact=make.contact(company=people.company))
        ),
        "answers": lambda: make.reply(people.agent, ticket),
        "notes": lambda: make.note(people.agent, ticket),
        "takes it by hand": lambda: None,
    }
    doing[does]()
    commands.leave_window(people.agent, _now(ticket), at_once=True)
    assert _stands(ticket) == (FREE if does == "notes" else _held(people.agent))
    frozen_clock.move(10 * MINUTE)
    commands.let_go(ticket.pk)
    commands.leave_all(people.agent)
    assert _stands(ticket) == (FREE if does == "notes" else _held(people.agent))


def test_processed(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Only by choosing the status: then it has an end, and closing the window changes nothing. Work that
    begins again is processed anew."""
    ticket = _opened(people)
    frozen_clock.move(7 * MINUTE)
    commands.set_status(people.agent, _now(ticket), "resolved")
    row = _now(ticket)
    assert (row.assignee_id, row.processing_by_id) == (people.agent.agent_id,) * 2
    assert row.processing_since is not None
    assert row.processed_at == row.processing_since + 7 * MINUTE
    with unchanged():
        commands.leave_window(people.agent, row, "a")
        commands.let_go(ticket.pk)
    commands.reopen(people.agent, _now(ticket), "Снова не печатает")
    assert _stands(ticket)[2:] == (people.agent.agent_id, None)
    commands.set_status(people.agent, _now(ticket), "postponed", until=frozen_clock.now + MINUTE)
    assert list(Processing.objects.order_by("id").values_list("how", flat=True)) == ["done", "put_off"]


def test_a_lead_makes_any_new(people: make.Cast) -> None:
    """One in processing; one that stays with its holder; one that is done, with a reason. Others may not."""
    ticket = _opened(people)
    with pytest.raises(Denied), unchanged():
        commands.return_to_new(people.teammate, _now(ticket))
    commands.return_to_new(people.lead, _now(ticket))
    assert _stands(ticket) == FREE
    with unchanged():
        commands.return_to_new(people.lead, _now(ticket))
    commands.open_window(people.agent, _now(ticket))
    commands.set_status(people.agent, _now(ticket), "resolved")
    with pytest.raises(Invalid), unchanged():
        commands.return_to_new(people.lead, _now(ticket))
    commands.return_to_new(people.lead, _now(ticket), why="Клиент звонит снова")
    assert _stands(ticket) == FREE
    claims(people, people.it, on=False)
    with pytest.raises(NotPossible), unchanged():
        commands.return_to_new(people.lead, _now(ticket))


def test_given_or_claimed(people: make.Cast) -> None:
    """A team whose members are given tickets in turn does not claim them by opening, nor the other way."""
    gives(people, people.it)
    with pytest.raises(Invalid, match="очереди"):
        claims(people, people.it)
    with pytest.raises(Invalid):
        change_set_up(people.admin, TEAM, people.hr, {"claim_by_opening": True, "turn_mode": "round_robin"})


@pytest.mark.django_db(transaction=True)
def test_two_openings_at_once(transactional_db: None) -> None:
    """One has it, the others get to see by whom; the ticket was taken once."""
    people = make.cast()
    claims(people, people.it)
    ticket, actors = make.ticket(people.client, team=people.it), (people.agent, people.teammate, people.lead)
    start = threading.Barrier(3, timeout=20)

    def opened(actor: Actor) -> int | None:
        start.wait()
        try:
            with clock.freeze(TUESDAY_MORNING):
                return commands.open_window(actor, ticket).processing_by_id
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        seen = set(workers.map(opened, actors))
    holder = Ticket.objects.values_list("assignee_id", flat=True).get(pk=ticket.pk)
    assert seen == {holder}
    assert holder in {one.agent_id for one in actors}
    assert Event.objects.filter(ticket_id=ticket.pk, kind="ticket.taken").count() == 1
    assert Processing.objects.count() == 1
