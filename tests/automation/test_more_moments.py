"""Triggers on tickets that were merged, put back, passed on along their route."""

from __future__ import annotations

from datetime import timedelta

from otklik.core import worker
from otklik.core.models import Event
from otklik.people.commands import set_up
from otklik.stages.commands import pass_on
from otklik.tickets import commands
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands.operations import operation
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Ticket
from otklik.web.setting_up import ROUTE, STAGE
from tests import make
from tests.automation.test_triggers import kinds, one_of, trigger
from tests.support.fixtures import FrozenClock

NOTE = {"do": "note", "text": {"ru": "Прочтите заново."}}
URGENT = {"do": "priority", "priority": "high"}


def test_the_ticket_that_stays_answers_a_merge(people: make.Cast) -> None:
    """Once for each that came, by what it is then; the ones that went are over and answer nothing."""
    one, *others = [make.ticket(people.client, team=people.it) for _number in range(3)]
    trigger(people, "Слияние", [URGENT, {"do": "status", "status": "in_progress"}], events=["merged"])
    trigger(people, "Статус", [NOTE], events=["status"])
    commands.merge(people.admin, one, others, commands.Merging(share=True))
    row = Ticket.objects.get(pk=one.pk)
    assert (row.priority.code, row.status.code) == ("high", "in_progress")
    assert [kinds(ticket).count("trigger.fired") for ticket in (one, *others)] == [3, 0, 0]
    assert not Event.objects.filter(kind="trigger.failed").exists()


def test_what_was_put_back_is_a_change_too(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A bulk change undone: its own moment, its fields' moments, and times that count from the status."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    closing = [{"do": "status", "status": "closed"}]
    trigger(people, "Закрыть", closing, one_of("status", "resolved"), since="status", after="24 h")
    step = commands.change_many(people.lead, [ticket.pk], BulkChange(status="closed"))
    trigger(people, "Отмена", [NOTE], one_of("was_status", "closed"), events=["undone"])
    frozen_clock.move(timedelta(hours=20))
    commands.undo(people.lead, str(step.uid))
    assert (Ticket.objects.get().status.code, kinds(ticket)[-1]) == ("resolved", "note.added")
    found = []
    for hours in (5, 20):
        frozen_clock.move(timedelta(hours=hours))
        worker.drain()
        found.append(Ticket.objects.get().state)
    assert found == ["resolved", "closed"], "a day counts from the moment it was put back"


def test_a_stage_is_answered_waited_in_and_put_back(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Coming to a stage; an hour in it; a rule's step that moved it is undone with the macro's."""
    route = set_up(people.admin, ROUTE, {"name": {"ru": "Поддержка"}})
    first, second = (
        set_up(people.admin, STAGE, {"name": {"ru": name}, "route": route.pk}) for name in ("Один", "Два")
    )
    trigger(people, "Вторая", [NOTE], one_of("stage", second.code), events=["stage"])
    trigger(people, "Час", [URGENT], one_of("stage", second.code), since="stage", after="1 h")
    ticket = make.ticket(people.client, team=people.it)
    assert "note.added" not in kinds(ticket), "it began in the first one"
    with operation(people.agent, OperationKind.MACRO) as step:
        pass_on(people.agent, ticket, second.code)
    assert kinds(ticket)[-2:] == ["trigger.fired", "note.added"]
    commands.undo(people.agent, str(step.uid))
    assert Ticket.objects.get().stage == first
    pass_on(people.agent, Ticket.objects.get(), second.code)
    frozen_clock.move(timedelta(minutes=61))
    worker.drain()
    assert Ticket.objects.get().priority.code == "high"
