"""Triggers: what each answers and does, by real mails; loops, faults, and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from django.utils import translation

from otklik.automation.models import Trigger
from otklik.automation.triggers.running import DEEPEST
from otklik.automation.triggers.shape import TRIGGER
from otklik.automation.triggers.waiting import RING
from otklik.catalogue.queries import catalogue
from otklik.core import worker
from otklik.core.circumstances import past
from otklik.core.errors import Invalid
from otklik.core.models import Event, Job
from otklik.notifications.models import Delivery
from otklik.people.actor import SYSTEM
from otklik.people.commands.configure import change_set_up, hide_set_up, set_up
from otklik.people.shapes import TEAM
from otklik.rules.commands.failing import PATIENCE
from otklik.rules.models import RuleTrouble
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from otklik.web.history import line_of
from otklik.web.rules_told import triggers_told
from tests import make
from tests.channels.mail.writing import answer_to, letters_to, mail, take, ticket_of
from tests.support.fixtures import FrozenClock

OPEN = {"do": "status", "status": "in_progress"}


def one_of(field: str, *values: object) -> Mapping[str, object]:
    return {"field": field, "op": "one_of", "values": list(values)}


def trigger(
    people: make.Cast,
    name: str,
    actions: Sequence[object],
    *asked: Mapping[str, object],
    **when: object,
) -> Trigger:
    """A trigger in force; of new tickets unless it says otherwise."""
    values = {"events": ["created"], **when} if "since" not in when else when
    condition = {"all": list(asked)}
    return set_up(
        people.admin, TRIGGER, {"name": {"ru": name}, "condition": condition, "actions": actions, **values}
    )


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("kind", flat=True))


def test_a_mail_on_hold_goes_back_to_work(people: make.Cast) -> None:
    """UseResponse: a client answers a ticket on hold, and it is open; the event names trigger and version."""
    rule = trigger(people, "С паузы", [OPEN], one_of("status", "on_hold"), events=["client_replied"])
    box = make.mailbox("support", team=people.it)
    ticket = ticket_of(take(mail("client@alpha.test"), box))
    make.reply(people.agent, ticket)
    letter = letters_to("client@alpha.test")[-1]
    commands.set_status(people.agent, ticket, "on_hold")
    take(answer_to(letter, "client@alpha.test", "Есть новости?"), box)
    row = Ticket.objects.get()
    assert (row.status.code, row.messages) == ("in_progress", 3)
    assert kinds(row)[-3:] == ["message.received", "trigger.fired", "ticket.status_changed"]
    fired, moved = Event.objects.filter(ticket_id=row.pk).order_by("id").reverse()[:2][::-1]
    assert {fired.rule_version_id, moved.rule_version_id} == {rule.current_id}
    assert (moved.actor_kind, moved.cause_id) == ("system", fired.cause_id)
    assert not Event.objects.filter(kind="trigger.failed").exists()


def test_done_and_silent_for_a_day_is_closed(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """OTRS: closed a day after it was done; who answers in between is not, and is counted anew."""
    rule = trigger(
        people,
        "Закрыть",
        [{"do": "status", "status": "closed"}],
        one_of("status", "resolved"),
        since="status",
        after="24 h",
    )
    box = make.mailbox("support", team=people.it)
    silent, talking = (ticket_of(take(mail("client@alpha.test"), box)) for _number in range(2))
    for ticket in (silent, talking):
        make.reply(people.agent, ticket, "Готово.", status="resolved")
    frozen_clock.move(timedelta(hours=20))
    make.message(people.client, talking, "Не работает.")
    frozen_clock.move(timedelta(hours=5))
    worker.drain()
    assert Ticket.objects.get(pk=silent.pk).state == "closed"
    assert Ticket.objects.get(pk=talking.pk).state == "open"
    waited = Event.objects.get(kind="ticket.waited")
    assert (waited.ticket_id, waited.data["trigger"], waited.depth) == (silent.pk, str(rule.uid), 1)
    frozen_clock.move(timedelta(hours=-2))
    worker.drain()
    assert kinds(silent).count("ticket.waited") == 1, "a clock that was set back tells nothing twice"
    frozen_clock.move(timedelta(hours=30))
    worker.drain()
    assert kinds(silent).count("ticket.waited") == 1, "it is closed now: its condition does not hold"
    assert not Job.objects.filter(reaction=RING, payload__ticket=silent.pk).exists()


def test_working_time_and_two_terms_of_one_ticket(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Each at its own moment, one timer for both; only the one that holds is told."""
    note = {"ru": "Пора."}
    for name, after in (("Полчаса", "30 min"), ("Час", "1 h")):
        trigger(people, name, [{"do": "note", "text": note}], since="created", after=after)
    trigger(
        people, "Никогда", [{"do": "note", "text": note}], one_of("priority", "low"), since="created", after=5
    )
    ticket = make.ticket(people.client, team=people.it)
    assert Job.objects.filter(reaction=RING).count() == 1
    frozen_clock.move(timedelta(minutes=31))
    worker.drain()
    assert kinds(ticket).count("note.added") == 1
    frozen_clock.move(timedelta(minutes=60))
    worker.drain()
    assert kinds(ticket).count("note.added") == 2
    assert not Job.objects.filter(reaction=RING).exists()


def test_do_not_notify_keeps_a_letter_back(people: make.Cast) -> None:
    """Of a mail that comes in: no confirmation leaves, and the history says which trigger did it."""
    trigger(people, "Тихо", [{"do": "hush", "whom": ["client"]}], one_of("via", "mail"))
    ticket = ticket_of(take(mail("client@alpha.test"), make.mailbox("support", team=people.it)))
    worker.drain()
    assert not Delivery.objects.filter(audience="client").exists()
    fired = Event.objects.get(kind="trigger.fired")
    assert "Тихо" in line_of(fired, {}).what
    make.ticket(people.client)
    worker.drain()
    assert Delivery.objects.filter(audience="client").exists(), "by another way it is confirmed"
    assert ticket.pk


def test_two_triggers_that_answer_each_other_end_and_say_so(people: make.Cast) -> None:
    """High becomes low, low becomes high: after five steps it is over, and the card names the trigger."""
    changed = one_of("changed", "priority")
    for name, before, after in (("Вверх", "low", "high"), ("Вниз", "high", "low")):
        deed = {"do": "priority", "priority": after}
        trigger(people, name, [deed], one_of("priority", before), changed, events=["changed"])
    trigger(people, "Начало", [{"do": "priority", "priority": "high"}])
    make.ticket(people.client)
    fired = Event.objects.filter(kind="trigger.fired").order_by("id")
    assert [one.data["rule"]["ru"] for one in fired] == ["Начало", "Вниз", "Вверх", "Вниз", "Вверх"]
    stopped = Event.objects.get(kind="automation.stopped")
    assert (stopped.data["depth"], stopped.data["rule"]) == (DEEPEST, {"ru": "Вниз"})
    assert stopped.rule_version_id == Trigger.objects.get(name={"ru": "Вниз"}).current_id
    with translation.override("en"):
        assert line_of(stopped, {}).what == "automation stopped at “Вниз”: 5 steps followed from one another"


def test_a_trigger_asks_itself_again_and_ends(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A timer started by a trigger: while its condition holds, and no more often than any other answer."""
    again = [{"do": "note", "text": {"ru": "Никто не взял."}}, {"do": "timer", "after": "30 min"}]
    trigger(people, "Напоминать", again, {"field": "assignee", "op": "empty"})
    ticket, taken = (make.ticket(people.client, team=people.it) for _number in range(2))
    commands.take(people.agent, taken)
    for _round in range(DEEPEST + 3):
        frozen_clock.move(timedelta(minutes=31))
        worker.drain()
    assert (kinds(ticket).count("note.added"), kinds(taken).count("note.added")) == (DEEPEST, 1)
    assert kinds(ticket)[-1] == "automation.stopped"
    assert not Job.objects.exists()


def test_a_trigger_that_fails_stops_nothing_and_is_switched_off(people: make.Cast) -> None:
    """None of it is done, the next is; a success in between forgets; five in a row are the end."""
    stranger = str(make.agent_of(people.outsider).uid)
    deeds = [{"do": "note", "text": {"ru": "Своим."}}, {"do": "assign", "team": "it", "agent": stranger}]
    bad = trigger(people, "Чужой", deeds, one_of("via", "portal"))
    trigger(people, "Работает", [{"do": "priority", "priority": "high"}])
    ticket = make.ticket(people.client)
    assert kinds(ticket)[:2] == ["ticket.registered", "trigger.failed"]
    assert (Ticket.objects.get().priority.code, "note.added" in kinds(ticket)) == ("high", False)
    failed = Event.objects.get(kind="trigger.failed")
    assert failed.rule_version_id == bad.current_id
    assert "Чужой" in line_of(failed, {}).what
    Event.objects.filter(kind="rule.broken").get()
    change_set_up(people.admin, TRIGGER, bad, {"about": "Посмотрели."})
    for _number in range(PATIENCE):
        assert Trigger.objects.get(pk=bad.pk).enabled
        make.ticket(people.client)
    assert not Trigger.objects.get(pk=bad.pk).enabled
    assert Event.objects.filter(kind="rule.broken").latest("id").data["stopped"] is True
    make.ticket(people.client)
    assert Event.objects.filter(kind="trigger.failed").count() == PATIENCE + 1
    assert Ticket.objects.filter(priority__code="high").count() == PATIENCE + 2


def test_a_success_ends_the_failures_before_it(people: make.Cast) -> None:
    rule = trigger(people, "Все", [{"do": "priority", "priority": "high"}])
    table = RuleTrouble(table="trigger", rule_id=rule.pk, why="error", times=4)
    table.since = table.at = Event.objects.latest("id").at
    table.save()
    make.ticket(people.client)
    assert not RuleTrouble.objects.exists()


def test_a_team_that_is_gone_leaves_out_that_trigger_alone(people: make.Cast) -> None:
    lost = trigger(people, "Кадрам", [{"do": "assign", "team": "hr"}])
    trigger(people, "Важно", [{"do": "priority", "priority": "high"}])
    hide_set_up(people.admin, TEAM, people.hr)
    ticket = ticket_of(take(mail("client@alpha.test"), make.mailbox("support", team=people.it)))
    assert (ticket.team_id, Ticket.objects.get().priority.code) == (people.it.pk, "high")
    assert not Event.objects.filter(kind="trigger.failed").exists()
    (told,) = triggers_told([lost])
    assert told.broken


def test_what_was_before_and_who_did_it(people: make.Cast) -> None:
    """From and to of a field, and the actor, are facts of the event; without one they are not asked."""
    asked = (one_of("was_priority", "normal"), one_of("priority", "high"), one_of("actor", "agent"))
    trigger(people, "Подняли", [{"do": "note", "text": {"ru": "Подняли"}}], *asked, events=["changed"])
    ticket = make.ticket(people.client, team=people.it)
    high = next(row for row in catalogue().priorities.values() if row.code == "high")
    commands.edit(SYSTEM, ticket, Edit(priority=high))
    assert "note.added" not in kinds(ticket)
    commands.edit(SYSTEM, ticket, Edit(priority=catalogue().default_priority))
    commands.edit(people.lead, ticket, Edit(priority=high))
    assert kinds(ticket).count("note.added") == 1
    with pytest.raises(Invalid):
        set_up(
            people.admin,
            SLA_RULE,
            {"name": {"ru": "Нет"}, "resolution": 60, "condition": {"all": [asked[2]]}},
        )


def test_history_that_is_told_late_asks_nobody(people: make.Cast) -> None:
    trigger(people, "Все", [{"do": "priority", "priority": "high"}])
    with past():
        ticket = make.ticket(people.client)
    assert "trigger.fired" not in kinds(ticket)


def test_what_is_refused(people: make.Cast) -> None:
    """No moment, half a time, no action."""
    deeds = [{"do": "unassign"}]
    for values in (
        {"events": [], "actions": deeds},
        {"since": "status", "actions": deeds},
        {"after": 5, "actions": deeds},
        {"events": ["created"], "actions": []},
        {"events": ["sunrise"], "actions": deeds},
    ):
        with pytest.raises(Invalid):
            set_up(people.admin, TRIGGER, {"name": {"ru": "Х"}, **values})
    assert not Trigger.objects.exists()
