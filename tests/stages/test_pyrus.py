"""A route of three stages as Pyrus has it, set up by the pages and proven by mails: distribution → first line
→ second line; type, client and assignee have to be known before distribution lets a ticket go (ROUTE-4)."""

from __future__ import annotations

import json
import re

import pytest

from otklik.catalogue.models import Priority, TicketType
from otklik.core.models import Event
from otklik.people.actor import SYSTEM
from otklik.people.models import Team
from otklik.stages.commands import put_in_stage
from otklik.tickets import commands
from otklik.tickets.models import Message, Passage, Route, Stage, Status, Ticket
from tests import make
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.pages import fields_of, ids, ru, text_of, visitor, words_of
from tests.support.writes import changes, kinds, recorded, unchanged

ROUTES = "/settings/routes"
HIGH = {"all": [{"field": "priority", "op": "none_of", "values": ["low"]}]}


@pytest.fixture
def route(people: make.Cast) -> Route:
    """Made as an administrator makes it: the route, then each stage by its own form."""
    admin = visitor(people.admin)
    address = admin.post(f"{ROUTES}/new", {"name_ru": "Поддержка", "name_en": "Support"}).headers["Location"]
    made = Route.objects.get()
    form = admin.get(address)
    assert f"/settings/stages/new?route={made.pk}" in text_of(form)
    stages: tuple[tuple[str, Team, list[str], object], ...] = (
        ("Распределение", people.front, ["type", "contact", "assignee"], ""),
        ("Первая линия", people.it, [], Status.objects.get(code="in_progress").pk),
        ("Вторая линия", people.hr, [], ""),
    )
    for name, team, requires, status in stages:
        new = admin.get(f"/settings/stages/new?route={made.pk}")
        assert fields_of(new)["route"] == [str(made.pk)]
        sent = {"route": made.pk, "name_ru": name, "team": team.pk, "requires": requires, "status": status}
        assert admin.post("/settings/stages/new", sent).status_code == 302
    shown = re.findall(r'/settings/stages/[0-9a-f-]{36}">([^<]+)<', text_of(admin.get(address)))
    assert shown == ["Распределение", "Первая линия", "Вторая линия"]
    told = words_of(admin.get(address))
    assert ru("leads to: %(stages)s", stages="Вторая линия") in told
    assert ru("returns to: %(stages)s", stages="Распределение") in told
    return made


def test_three_stages_by_mail(people: make.Cast, route: Route) -> None:
    """A mail is distributed, refused until it is known, passed on, on again with words, and returned."""
    support = make.mailbox("support", team=people.it)
    Ticket.objects.update(type=None)
    ticket = ticket_of(take(mail("Марина <marina@tehnopak.test>", "Не печатает", subject="Касса"), support))
    first, second, _third = Stage.objects.order_by("position")
    assert (ticket.stage, ticket.team, ticket.assignee) == (first, people.front, None)
    Ticket.objects.update(type=None)
    card = f"/desk/tickets/{ticket.number}"
    dispatcher = visitor(people.dispatcher)
    assert ru("To: %(stage)s", stage="Первая линия") in words_of(dispatcher.get(card))
    pressed = visitor(people.dispatcher, script=True).post(f"{card}/stage", {"stage": second.code})
    form = pressed.headers["HX-Redirect"]
    asked = set(ids(dispatcher.get(form)))
    assert {"f-type", "f-assignee", "f-comment"} <= asked
    assert not {"f-until", "f-client"} & asked
    assert words_of(dispatcher.get(form)).count(ru("To: %(stage)s", stage="Первая линия")) == 1, "the button"
    known = {
        "stage": second.code,
        "type": TicketType.objects.get(code="incident").code,
        "assignee": f"agent:{make.agent_of(people.dispatcher).uid}",
        "comment": "Касса на гарантии",
    }
    with recorded() as events:
        assert dispatcher.post(form, known).headers["Location"] == card
    assert kinds(events) == [
        "ticket.edited",
        "ticket.assigned",
        "note.added",
        "ticket.stage_changed",
        "ticket.assigned",
        "ticket.status_changed",
    ]
    assert changes(events[3]) == {"stage": (first.code, second.code)}
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.team, ticket.assignee) == (second, people.it, None)


def test_on_to_the_second_line_and_back(people: make.Cast, route: Route) -> None:
    """With words for colleagues or without, by whoever holds it; the history tells employees alone."""
    _first, second, third = Stage.objects.order_by("position")
    ticket = make.ticket(people.client, team=people.it)
    put_in_stage(SYSTEM, ticket, second.code)
    card = f"/desk/tickets/{ticket.number}"
    agent = visitor(people.agent, script=True)
    answer = agent.post(f"{card}/stage", {"stage": third.code, "comment": "Нужен сетевик"})
    assert answer.status_code == 200
    back = visitor(people.outsider, script=True).post(f"{card}/stage", {"stage": second.code})
    assert back.status_code == 200
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.team, ticket.status.code) == (second, people.it, "in_progress")
    notes = Message.objects.filter(ticket=ticket, public=False).order_by("pk")
    assert [note.body.text for note in notes] == ["Нужен сетевик"]
    said = words_of(visitor(people.agent).get(card))
    for words in ("Первая линия → Вторая линия", "Вторая линия → Первая линия"):
        assert words in said
    told = Event.objects.filter(kind="ticket.stage_changed")
    assert {event.audience for event in told} == {"internal"}


def test_a_way_for_some_tickets_only(people: make.Cast, route: Route) -> None:
    """Its condition stands in the form of the stage; where it does not hold the button says why."""
    _first, second, third = Stage.objects.order_by("position")
    admin = visitor(people.admin)
    page = f"/settings/stages/{second.uid}"
    stands = fields_of(admin.get(page))
    assert sorted(stands["ways"]) == sorted(
        str(pk) for pk in second.leads_to.values_list("target", flat=True)
    )
    sent = {**stands, f"ways_when_{third.pk}": json.dumps(HIGH)}
    assert admin.post(page, sent).status_code == 302
    assert Passage.objects.get(source=second, target=third).condition == HIGH
    ticket = make.ticket(people.client, team=people.it)
    Ticket.objects.filter(pk=ticket.pk).update(stage=second, team=people.it)
    agent = visitor(people.agent, script=True)
    _urgency(people, ticket, "low")
    card = f"/desk/tickets/{ticket.number}"
    with unchanged():
        refused = agent.post(f"{card}/stage", {"stage": third.code})
    assert refused.status_code == 409
    _urgency(people, ticket, "high")
    assert agent.post(f"{card}/stage", {"stage": third.code}).status_code == 200


def _urgency(people: make.Cast, ticket: Ticket, code: str) -> None:
    commands.edit(people.agent, ticket, commands.Edit(priority=Priority.objects.get(code=code)))
