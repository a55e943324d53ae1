"""Macros: whose they are, done with the rights of whoever presses them, wholly or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.automation.macros import on_many
from otklik.automation.macros.own import change_own_macro, hide_own_macro, write_own_macro
from otklik.automation.macros.reading import fits, get_macro_for, macros, offered
from otklik.automation.macros.running import run_macro, run_macro_on_many
from otklik.automation.macros.shape import MACRO
from otklik.automation.models import Macro
from otklik.canned.shapes import CANNED_REPLY
from otklik.catalogue.models import Priority
from otklik.core import worker
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.models import Event, Job
from otklik.people.commands import hide_set_up, set_up
from otklik.settings_ui.macro_notes import proposed
from otklik.tickets.commands import Edit, edit, stepping, undo
from otklik.tickets.models import Message, Operation, Ticket
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
DONE = [
    {"do": "reply", "text": {"ru": "{{ first_name }}, готово. {{ my_name }}"}},
    {"do": "status", "status": "resolved"},
]
URGENT = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}


def own(people: make.Cast, actions: object = None, **more: object) -> Macro:
    return write_own_macro(people.agent, {"name": {"ru": "Готово"}, "actions": actions or DONE, **more})


def test_one_press_does_all_of_it(people: make.Cast) -> None:
    """Reply in the employee's own name and status, one batch with the macro's version; it is counted."""
    ticket = make.ticket(people.client, team=people.it)
    macro = own(people)
    run_macro(people.agent, macro, ticket)
    row = Ticket.objects.get()
    said = Message.objects.select_related("body").latest("pk")
    assert (row.state, row.assignee_id) == ("resolved", people.agent.agent_id)
    assert said.agent_id == people.agent.agent_id
    assert said.body.text == f"{row.contact_name.split()[0]}, готово. {people.agent.name}"
    begun = Event.objects.get(kind="macro.run")
    step = Event.objects.filter(batch_id=begun.batch_id, rule_version_id=macro.current_id)
    assert {"macro.run", "reply.sent", "ticket.resolved"} <= set(step.values_list("kind", flat=True))
    assert begun.data["rule"] == {"ru": "Готово"}
    macro.refresh_from_db()
    assert (macro.used, macro.used_at is not None) == (1, True)


def test_a_refused_step_refuses_the_whole_and_is_named(people: make.Cast) -> None:
    """The rights are those of whoever presses; nothing half done."""
    ticket = make.ticket(people.client, team=people.it)
    macro = own(people, [{"do": "note", "text": {"ru": "Смотрю"}}, {"do": "priority", "priority": "high"}])

    weak = replace(people.agent, rights=frozenset({"tickets.note"}))
    with unchanged(), pytest.raises(NotPossible) as refused:
        run_macro(weak, macro, ticket)
    assert "Ничего не сделано" in refused.value.message
    assert "«Высокий»" in refused.value.message
    with unchanged(), pytest.raises(Conflict):
        run_macro(people.agent, macro, ticket, version=77)


def test_whose_they_are_and_where_they_are_offered(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    words = {"name": {"ru": "Для ИТ"}, "actions": DONE, "team": people.it.pk, "condition": URGENT}
    with unchanged(), pytest.raises(Denied):
        set_up(people.agent, MACRO, words)
    of_it = set_up(people.lead, MACRO, words)
    mine = own(people)
    assert {str(row) for row in macros(people.agent)} == {"Готово", "Для ИТ"}
    assert [one.name for one in offered(people.agent, ticket)] == ["Готово"]
    assert not fits(of_it, ticket)
    with unchanged(), pytest.raises(NotPossible):
        run_macro(people.agent, of_it, ticket)
    for stranger, row in ((people.outsider, of_it), (people.teammate, mine), (people.admin, mine)):
        with pytest.raises(NotFound):
            get_macro_for(stranger, str(row.uid))
        with unchanged(), pytest.raises(NotFound):
            run_macro(stranger, row, ticket)
    with pytest.raises(NotFound):
        change_own_macro(people.teammate, mine, {"enabled": False})
    hide_own_macro(people.agent, mine)
    with unchanged(), pytest.raises(NotPossible):
        run_macro(people.agent, get_macro_for(people.agent, str(mine.uid)), ticket)
    assert offered(people.admin) == []


def test_only_what_needs_no_event(people: make.Cast) -> None:
    with unchanged(), pytest.raises(Invalid):
        own(people, [{"do": "hush", "whom": ["client"]}])
    with unchanged(), pytest.raises(Invalid):
        own(people, [{"do": "webhook", "url": "https://elsewhere.test/"}])
    with unchanged(), pytest.raises(Invalid):
        own(people, [{"do": "status", "status": "nonsense"}])


def test_words_of_a_canned_reply(people: make.Cast) -> None:
    """As it stands when the macro is run; one that is gone refuses."""
    ticket = make.ticket(people.client, team=people.it)
    words = {"name": {"ru": "Спасибо"}, "text": {"ru": "Спасибо, {{ number }}! {{ my_name }}"}}
    canned = set_up(people.admin, CANNED_REPLY, words)
    macro = own(people, [{"do": "reply", "canned": str(canned.uid)}])
    run_macro(people.agent, macro, ticket)
    said = Message.objects.select_related("body").latest("pk")
    assert said.body.text == f"Спасибо, {ticket.number}! {people.agent.name}"
    hide_set_up(people.admin, CANNED_REPLY, canned)
    with unchanged(), pytest.raises(NotPossible):
        run_macro(people.agent, macro, ticket)


def test_on_many_each_by_itself(people: make.Cast) -> None:
    """What refuses stays and is told, what is not open is left out, the others go on: one batch."""
    tickets = [make.ticket(people.client, team=people.it) for _number in range(3)]
    foreign = make.ticket(people.stranger, team=people.hr)
    run_macro(people.agent, own(people), tickets[1])
    macro = own(people, [{"do": "status", "status": "on_hold"}])
    ran = run_macro_on_many(people.agent, macro, [one.pk for one in (*tickets, foreign)])
    states = list(Ticket.objects.order_by("pk").values_list("status__code", flat=True))
    assert ran.done == states.count("on_hold") == 2
    assert [number for number, _why in ran.refused] == [tickets[1].number]
    assert Event.objects.filter(kind="macro.run", batch_id=ran.step).count() == 2
    with unchanged(), pytest.raises(Invalid):
        run_macro_on_many(people.agent, macro, list(range(1, 300)))


def test_on_more_than_a_request_does(
    people: make.Cast, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock
) -> None:
    """The worker goes through all of the list, the page tells how far it is; undone like any step. One that
    is changed meanwhile stops."""
    monkeypatch.setattr("otklik.desk.macros.AT_ONCE", 2)
    monkeypatch.setattr(stepping, "CHUNK", 2)
    tickets = [make.ticket(people.client, team=people.it) for _number in range(5)]
    run_macro(people.agent, own(people), tickets[1])
    macro = own(people, [{"do": "status", "status": "on_hold"}])
    agent = visitor(people.agent)
    asked = {"macro": str(macro.uid), "all": "1", "number": [tickets[0].number]}
    there = "/desk/tickets?view=archive"
    look = text_of(agent.post("/desk/macros/run", {**asked, "next": there}))
    assert "5 заявок" in look
    assert not Ticket.objects.filter(status__code="on_hold").exists()
    page = agent.post("/desk/macros/run", {**asked, "next": there, "go": "1"}).headers["Location"]
    step = Operation.objects.latest("pk")
    assert page == f"/desk/steps/{step.uid}"
    frozen_clock.move(timedelta(seconds=1))
    on_many.macro_next.function(Job.objects.get(reaction=on_many.NEXT))
    assert ru("%(done)s of %(total)s tickets", done=2, total=5) in text_of(agent.get(page))
    worker.drain()
    step.refresh_from_db()
    assert (step.done, step.refusals) == (4, 1)
    assert [number for number, _why in step.refused] == [tickets[1].number]
    assert Event.objects.filter(kind="macro.run", batch_id=step.uid).count() == 4
    assert Macro.objects.get(pk=macro.pk).used == 4
    undo(people.agent, str(step.uid))
    assert not Ticket.objects.filter(status__code="on_hold").exists()
    again = on_many.begin_on_many(people.agent, macro, [ticket.pk for ticket in tickets])
    change_own_macro(people.agent, macro, {"actions": DONE})
    worker.drain()
    again.refresh_from_db()
    assert (again.done, again.refusals, again.finished_at is not None) == (0, 5, True)


def test_taken_back(people: make.Cast) -> None:
    """Fields go back as they were unless changed since, which is told; a note goes, a sent answer stays."""
    first, second = (make.ticket(people.client, team=people.it) for _number in range(2))
    actions = [{"do": "note", "text": {"ru": "Смотрю"}}, {"do": "status", "status": "on_hold"}]
    quiet = own(people, [*actions, {"do": "priority", "priority": "high"}])
    before = list(Ticket.objects.order_by("pk").values_list("status__code", "priority__code", "messages"))
    ran = run_macro_on_many(people.agent, quiet, [first.pk, second.pk])
    edit(people.agent, Ticket.objects.get(pk=second.pk), Edit(priority=low()))
    step = undo(people.agent, str(ran.step))
    after = list(Ticket.objects.order_by("pk").values_list("status__code", "priority__code", "messages"))
    assert after == [before[0], (before[1][0], "low", before[1][2])]
    assert (step.undone, step.left) == (2, [[second.number, ["priority"]]])
    said = run_macro(people.agent, own(people), first)
    step = undo(people.agent, str(said.step))
    assert Ticket.objects.get(pk=first.pk).status.code == before[0][0]
    assert step.left == [[first.number, ["message"]]]
    again = run_macro(people.agent, quiet, second)
    with unchanged(), pytest.raises(NotFound):
        undo(people.teammate, str(again.step))


def low() -> Priority:
    return Priority.objects.get(code="low")


def test_on_the_desk(people: make.Cast) -> None:
    """Offered in a box of the card, done by one press; many after a look at what will be done."""
    ticket, other = (make.ticket(people.client, team=people.it) for _number in range(2))
    agent, script = visitor(people.agent), visitor(people.agent, script=True)
    form = {"name_ru": "На паузу", "enabled": "1", "condition": "", "folder": "", "about": ""}
    bad = agent.post("/settings/own-macros/new", {**form, "actions": '[{"do": "status", "status": "none"}]'})
    assert bad.status_code == 422
    kept = {**form, "actions": '[{"do": "status", "status": "on_hold"}]'}
    assert agent.post("/settings/own-macros/new", kept).status_code == 302
    macro = Macro.objects.get()
    assert text_of(agent.get(f"/settings/own-macros/{macro.uid}")).count("На паузу")
    assert "На паузу" in text_of(agent.get("/desk/macros"))
    address = f"/desk/tickets/{ticket.number}/macros"
    assert "На паузу" in text_of(script.get(address))
    assert "На паузу" in text_of(agent.get(address))
    done = script.post(address, {"macro": str(macro.uid)})
    assert (done.status_code, "toast" in done.headers["HX-Trigger"]) == (200, True)
    assert Ticket.objects.get(pk=ticket.pk).status.code == "on_hold"
    assert "На паузу" in text_of(agent.get(f"/desk/tickets/{ticket.number}"))
    assert agent.get(f"/desk/tickets/{ticket.number}/why").status_code == 200
    asked = {"macro": str(macro.uid), "number": [other.number]}
    look = agent.post("/desk/macros/run", asked)
    assert look.status_code == 200
    assert Ticket.objects.get(pk=other.pk).status.code != "on_hold"
    assert agent.post("/desk/macros/run", {**asked, "go": "1"}).status_code == 302
    assert Ticket.objects.get(pk=other.pk).status.code == "on_hold"
    assert visitor(people.teammate).get(f"/settings/own-macros/{macro.uid}").status_code == 404


def test_before_many_the_first_client_s_words_are_told_in_full(people: make.Cast) -> None:
    """Filled in as they would be sent, each ticket by its subject; nothing is sent."""
    ticket = make.ticket(people.client, team=people.it, subject="Касса молчит")
    words = {"ru": "{{ client }}, здравствуйте! " + "Проверьте, пожалуйста, провод. " * 9}
    values = {"name": {"ru": "Провод"}, "actions": [{"do": "reply", "text": words}]}
    macro = set_up(people.admin, MACRO, values)
    agent = visitor(people.agent)
    with unchanged():
        look = agent.post("/desk/macros/run", {"macro": macro.uid, "number": [ticket.number]})
    said = words_of(look)
    assert "Иван Клиентов, здравствуйте!" in said
    assert said.count("Проверьте, пожалуйста, провод.") >= 9
    assert "Касса молчит" in said


def test_by_programs(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    asks = program(people.agent)
    body = {"names": {"en": "Hold"}, "actions": [{"do": "status", "status": "on_hold"}], "own": True}
    made = asks.post("/rules/macros", body)
    assert (made.status, made.body["own"], made.body["actions"]) == (201, True, body["actions"])
    assert asks.post("/rules/macros", {**body, "own": False}).status == 403
    uid = made.body["uid"]
    ran = asks.post(f"/tickets/{ticket.number}/actions/macro", {"macro": uid})
    assert (ran.status, ran.body["status"]["code"]) == (200, "on_hold")
    assert [one["used"] for one in asks.get("/rules/macros").body["items"]] == [1]
    many = asks.post(f"/rules/macros/{uid}/actions/run", {"tickets": [ticket.number, "INC999999"]})
    assert (many.status, many.body["done"] + len(many.body["refused"])) == (200, 1)
    assert asks.patch(f"/rules/macros/{uid}", {"enabled": False}).body["enabled"] is False
    assert asks.post(f"/tickets/{ticket.number}/actions/macro", {"macro": uid}).status == 409
    assert program(people.outsider).patch(f"/rules/macros/{uid}", {"enabled": True}).status == 404


def test_three_are_ready(people: make.Cast) -> None:
    """Each can be made as it is, and is proposed no more."""
    for one in proposed(people.admin):
        set_up(people.admin, MACRO, one.values)
    assert Macro.objects.count() == 3
    assert proposed(people.admin) == []
