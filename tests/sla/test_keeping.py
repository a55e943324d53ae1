"""Clocks follow tickets: the days people know, met and broken promises, other rules, warnings once each."""

from __future__ import annotations

from datetime import timedelta

from otklik.catalogue.queries import catalogue
from otklik.core.models import Event, Job
from otklik.core.timers import timer_at
from otklik.organisation.calendars import CalendarInfo
from otklik.people.commands.configure import change_set_up, hide_set_up
from otklik.rules.models import RuleVersion
from otklik.sla.clocks import Cause, Kind, Mode
from otklik.sla.commands import ring
from otklik.sla.models import Clock, Segment
from otklik.sla.rereading import NEXT, reread_next
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from otklik.tickets.queries.audit import audit
from tests import make
from tests.sla.office import HOUR, MINUTE, clocks, moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.writes import recorded, unchanged


def test_friday_evening_a_question_and_its_answer(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Friday 17:50, four hours, Monday off: Tuesday 12:50; asked at 10, answered at 15: 17:50."""
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(20, 17, 50))
    ticket = make.ticket(people.client, team=people.it)
    assert ticket.due_at == Ticket.objects.get().due_at == moscow(24, 12, 50)
    planned = Event.objects.get(kind="ticket.planned")
    assert (planned.rule_version_id, planned.changes[0]["field"]) == (rule.current_id, "due_at")
    frozen_clock.set(moscow(24, 10))
    make.reply(people.agent, ticket, "Какая модель?", status="needs_clarification")
    row = Ticket.objects.get()
    assert (row.due_at, clocks(ticket)["resolution1"].mode) == (None, Mode.STANDS)
    frozen_clock.set(moscow(24, 15))
    make.message(people.client, ticket, "Модель 5.")
    row = Ticket.objects.get()
    assert row.due_at == row.due_sort == moscow(24, 17, 50)
    ran, stood = Segment.objects.order_by("id")
    assert (ran.worked, ran.runs, ran.cause) == (70 * MINUTE, True, Cause.REGISTERED)
    assert (stood.worked, stood.runs, stood.cause) == (timedelta(0), False, Cause.PAUSED)
    assert stood.status is not None
    assert stood.status.code == "needs_clarification"
    assert list(audit([row.pk])) == []


def test_a_change_of_status_that_was_undone_is_no_reaction(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Nobody has reacted: the promise runs on, without the time in between; undoing else leaves it."""
    sla_rule(people, office, reaction="1 h")
    frozen_clock.set(moscow(16, 10))
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    frozen_clock.set(moscow(16, 10, 20))
    asked = commands.change_many(people.lead, [ticket.pk], BulkChange(status="needs_clarification"))
    other = commands.change_many(people.lead, [ticket.pk], BulkChange(priority="high"))
    assert (clocks(ticket)["reaction1"].mode, clocks(ticket)["reaction1"].cause) == (Mode.STOPPED, Cause.MET)
    frozen_clock.set(moscow(16, 10, 30))
    commands.undo(people.lead, str(other.uid))
    assert clocks(ticket)["reaction1"].cause == Cause.MET
    commands.undo(people.lead, str(asked.uid))
    clock = clocks(ticket)["reaction1"]
    assert (clock.mode, clock.cause, clock.due_at) == (Mode.RUNS, Cause.REOPENED, moscow(16, 11, 10))
    assert Ticket.objects.get().react_by == moscow(16, 11, 10)
    assert list(audit([ticket.pk])) == []
    make.reply(people.agent, ticket, "Какая модель?")
    assert clocks(ticket)["reaction1"].cause == Cause.MET


def test_done_reopened_done_again_is_one_and_a_half_hours(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """SLA-5: resolved in an hour, back a week later, resolved in 30 minutes."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(16, 10))
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    frozen_clock.set(moscow(16, 11))
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    assert (clocks(ticket)["resolution1"].mode, clocks(ticket)["resolution1"].used) == (Mode.STOPPED, HOUR)
    frozen_clock.set(moscow(19, 9))
    make.message(people.client, ticket, "Опять то же.")
    assert Ticket.objects.get().due_at == moscow(19, 12)
    frozen_clock.set(moscow(19, 9, 30))
    make.reply(people.agent, ticket, "Теперь точно.", status="resolved")
    clock = clocks(ticket)["resolution1"]
    assert (clock.used, clock.breached_at) == (90 * MINUTE, None)


def test_what_is_a_reaction_and_what_is_none(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Assigning, taking and notes are none; the first answer is, at the moment of pressing (SLA-4)."""
    sla_rule(people, office, reaction="30 min", answer="1:00")
    frozen_clock.set(moscow(24, 10))
    ticket = make.ticket(people.client, team=people.it)
    assert ticket.react_by == ticket.due_sort == moscow(24, 10, 30)
    commands.take(people.agent, ticket)
    make.note(people.agent, ticket)
    assert clocks(ticket)["reaction1"].mode == Mode.RUNS
    frozen_clock.set(moscow(24, 10, 20))
    make.reply(people.agent, ticket)
    reaction = clocks(ticket)["reaction1"]
    assert (reaction.mode, reaction.cause, reaction.used) == (Mode.STOPPED, Cause.MET, 20 * MINUTE)
    assert Ticket.objects.get().react_by is None
    for hour in (11, 13):
        frozen_clock.set(moscow(24, hour))
        make.message(people.client, ticket)
        make.message(people.client, ticket, "И ещё.")
        assert Ticket.objects.get().react_by == moscow(24, hour + 1)
        frozen_clock.move(10 * MINUTE)
        make.reply(people.agent, ticket)
    answers = [c for c in clocks(ticket).values() if c.kind == Kind.ANSWER]
    assert [(c.run, c.mode, c.cause, c.used) for c in answers] == [
        (1, Mode.STOPPED, Cause.MET, 10 * MINUTE),
        (2, Mode.STOPPED, Cause.MET, 10 * MINUTE),
    ]


def test_a_persons_step_is_a_reaction(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    sla_rule(people, office, reaction="30 min")
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    commands.set_status(people.agent, ticket, "on_hold")
    assert clocks(ticket)["reaction1"].cause == Cause.MET


def test_another_priority_carries_the_time_over(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """The first rule that holds is taken; what is used goes along; the clock never starts again."""
    high = next(one for one in catalogue().priorities.values() if one.code == "high")
    urgent = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}
    gold = sla_rule(people, office, "Срочный", condition=urgent, resolution="2 h")
    sla_rule(people, office, resolution="8 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    assert ticket.due_at == moscow(24, 17)
    frozen_clock.set(moscow(24, 10, 13))
    commands.edit(people.agent, ticket, Edit(priority=high))
    assert Ticket.objects.get().due_at == moscow(24, 11)
    clock = clocks(ticket)["resolution1"]
    assert (clock.used, clock.rule_version_id, clock.run) == (73 * MINUTE, gold.current_id, 1)
    assert Segment.objects.get().worked == 73 * MINUTE


def test_the_rule_that_stands_is_the_rule_of_clocks_that_go(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A clock that has stopped keeps the version it ended under; no later event brings that rule back."""
    normal, high = (
        next(one for one in catalogue().priorities.values() if one.code == code)
        for code in ("normal", "high")
    )
    urgent = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}
    gold = sla_rule(people, office, "Срочный", condition=urgent, reaction="1 h", resolution="2 h")
    silver = sla_rule(people, office, resolution="8 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, ticket, Edit(priority=high))
    make.reply(people.agent, Ticket.objects.get(), "Смотрим.")
    commands.edit(people.agent, Ticket.objects.get(), Edit(priority=normal))
    assert Ticket.objects.get().due_at == moscow(24, 17)
    frozen_clock.set(moscow(24, 10))
    make.message(people.client, Ticket.objects.get())
    found = clocks(ticket)
    assert Ticket.objects.get().due_at == moscow(24, 17)
    assert found["reaction1"].rule_version_id == gold.current_id
    assert found["resolution1"].rule_version_id == silver.current_id


def test_reopened_counts_by_the_rule_of_now(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A rule switched off while the work was done is not there again when the work begins again."""
    old = sla_rule(people, office, "Прежний", resolution="2 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(24, 10))
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    change_set_up(people.admin, SLA_RULE, old, {"enabled": False})
    new = sla_rule(people, office, "Новый", resolution="8 h")
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    frozen_clock.set(moscow(25, 9))
    commands.reopen(people.client, Ticket.objects.get(), "Снова не печатает.")
    clock = clocks(ticket)["resolution1"]
    assert (clock.rule_version_id, clock.used) == (new.current_id, HOUR)
    assert Ticket.objects.get().due_at == moscow(25, 16)


def test_warned_and_broken_once_each(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """At three quarters and at the end; rung again, or with the time set back, nothing is told twice."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    key = f"sla.ring_due:{ticket.pk}"
    assert timer_at(key) == moscow(24, 12)
    frozen_clock.set(moscow(24, 12))
    with recorded() as events:
        ring(ticket.pk)
    (warned,) = events
    assert (warned.kind, warned.data["percent"], warned.data["kind"]) == ("sla.warned", 75, "resolution")
    assert timer_at(key) == moscow(24, 13)
    frozen_clock.set(moscow(24, 10))
    with recorded() as events:
        ring(ticket.pk)
    assert events == []
    frozen_clock.set(moscow(24, 15))
    with recorded() as events:
        ring(ticket.pk)
        ring(ticket.pk)
    assert [event.kind for event in events] == ["sla.breached"]
    assert timer_at(key) is None
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    assert clocks(ticket)["resolution1"].breached_at == moscow(24, 13)


def test_other_words_of_a_rule_reach_open_tickets(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A changed rule is another version, and open tickets are read again after it; so when it goes."""
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    Job.objects.all().delete()
    rule = change_set_up(people.admin, SLA_RULE, rule, {"resolution": "2 h"})
    assert [v.number for v in RuleVersion.objects.order_by("number")] == [1, 2]
    assert Job.objects.filter(reaction="sla.reread_open").exists()
    frozen_clock.set(moscow(24, 10))
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    assert Ticket.objects.get().due_at == moscow(24, 11)
    with unchanged():
        reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    hide_set_up(people.admin, SLA_RULE, rule)
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    assert (Ticket.objects.get().due_at, clocks(ticket)["resolution1"].mode) == (None, Mode.STOPPED)


def test_a_rule_that_comes_later_raises_no_storm(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Tickets that are late by it from the beginning are shown so; nobody gets a letter for the past."""
    frozen_clock.set(moscow(16, 9))
    old = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(18, 9))
    young = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(18, 9, 30))
    sla_rule(people, office, resolution="2 h")
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    assert clocks(old)["resolution1"].breached_at == moscow(16, 11)
    assert timer_at(f"sla.ring_due:{old.pk}") is None
    assert timer_at(f"sla.ring_due:{young.pk}") == moscow(18, 10, 30)


def test_a_promise_of_minutes_long_ago_is_all_used(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """However many times it has passed since: more than all of it is no share."""
    frozen_clock.set(moscow(2, 9))
    old = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(2, 9) + timedelta(days=60))
    sla_rule(people, office, resolution="1 min")
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    clock = clocks(old)["resolution1"]
    assert (clock.warned, clock.breached_at) == (100, moscow(2, 9, 1))


def test_without_rules_nothing_is_kept(people: make.Cast, frozen_clock: FrozenClock) -> None:
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket)
    assert not Clock.objects.exists()
    assert timer_at(f"sla.ring_due:{ticket.pk}") is None
