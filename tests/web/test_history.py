"""Events as sentences: for every kind of event a history can hold, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.catalogue.models import Priority, TicketType
from otklik.core.events import Audience, kinds
from otklik.core.models import Event
from otklik.people.actor import SYSTEM
from otklik.people.commands import set_up
from otklik.sla.commands.telling_time import ring
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from otklik.web.history import Line, line_of
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import visitor, words_of


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _last(language: str = "ru") -> Line:
    with translation.override(language), timezone.override("Europe/Moscow"):
        return line_of(Event.objects.latest("pk"), {})


def test_every_kind_has_words(frozen_clock: FrozenClock) -> None:
    """What a card can show is said in both languages, and never by its technical name."""
    for name, kind in kinds().items():
        if not name.startswith(("ticket.", "message.", "reply.", "note.", "automation.")):
            continue
        if kind.audience is Audience.ADMIN:
            continue
        event = Event(kind=name, at=frozen_clock.now, actor_kind="system", changes=[], data={})
        said = {}
        for language in ("ru", "en"):
            with translation.override(language):
                said[language] = line_of(event, {}).what
        assert "." not in said["en"], name
        assert said["ru"] != said["en"], name


def test_who_did_it(people: make.Cast, ticket: Ticket) -> None:
    """By name, also of somebody who has left; Otklik; a client by the name the thread knows."""
    commands.take(people.agent, ticket)
    assert _last().who == "Елена Белова"
    make.leave(make.agent_of(people.agent))
    assert _last().who == "Елена Белова"
    commands.set_status(SYSTEM, ticket, "on_hold")
    assert _last().who == "Otklik"
    make.message(people.client, ticket)
    event = Event.objects.latest("pk")
    contact = people.client.contact_id or 0
    assert line_of(event, {("contact", contact): "Иван Клиентов"}).who == "Иван Клиентов"
    with translation.override("en"):
        assert line_of(event, {}).who == "the client"
        event.actor_kind, event.actor_id = "agent", 10**9
        assert line_of(event, {}).who == "an employee"


def test_from_and_to_in_words(people: make.Cast, ticket: Ticket) -> None:
    """Ids and codes by their names in the reader's language; personal values are not told."""
    commands.take(people.agent, ticket)
    assert (_last().what, _last().changes) == ("взята в работу", (("статус", "Назначена", "В работе"),))
    assert _last("en").changes == (("status", "Assigned", "In progress"),)
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    assert _last().what == "передана другой группе"
    assert set(_last().changes) == {
        ("", "Группа it", "Группа hr"),
        ("ответственный", "Елена Белова", "никто"),
    }
    values = Edit(
        subject="Другая тема",
        priority=Priority.objects.get(code="high"),
        type=TicketType.objects.get(code="incident"),
        service=make.service("7"),
        contact=make.contact_of(people.stranger),
        contact_phone="+79001234567",
    )
    commands.edit(people.outsider, ticket, values)
    assert set(_last().changes) == {
        ("тема", "Не работает принтер", "Другая тема"),
        ("приоритет", "Обычный", "Высокий"),
        ("услуга", "", "7 Услуга 7"),
        ("тип", "Запрос на обслуживание", "Сбой"),
        ("контакт", "Иван Клиентов", "Семён Чужой"),
        ("компания", "ООО «Альфа»", "ООО «Бета»"),
        ("телефон", "", "изменено"),
    }


def test_observers_and_due_times(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """People and teams by name, moments in the reader's zone."""
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id)
    assert (_last().what, _last().changes) == ("", (("теперь наблюдает", "", "Инна Кадрова"),))
    commands.observe(people.agent, ticket, team_id=people.hr.pk)
    commands.observe(people.agent, ticket, team_id=people.hr.pk, following=False)
    assert _last("en").changes == (("no longer followed by", "", "Team hr"),)
    commands.set_due(people.agent.ref, ticket, frozen_clock.now + timedelta(hours=8))
    assert _last().changes == (("решить до", "", "17 ноября 2026, 18:00"),)
    commands.set_due(people.agent.ref, ticket, None)
    assert _last().changes == (("решить до", "17 ноября 2026, 18:00", "без срока"),)


def test_why_and_until(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Routing names its reason, postponing its moment."""
    commands.set_status(
        people.dispatcher, make.ticket(people.client), "postponed", until=frozen_clock.now + timedelta(days=1)
    )
    assert "18 ноября 2026, 10:00" in _last().what
    make.ticket(people.client, service=make.service("254001", team=people.hr))
    assert "254001" in _last().what
    assert "254001" in _last("en").what
    make.ticket(people.client)
    left = "ticket registered, left to the dispatchers, as nothing says whose it is"
    assert _last("en").what == left


def test_what_is_gone_is_left_out(people: make.Cast, ticket: Ticket) -> None:
    """A status, an agent, a team nobody knows any more: no fault, no number."""
    event = Event(
        kind="ticket.assigned",
        at=ticket.created_at,
        actor_kind="agent",
        actor_id=1,
        changes=[
            {"field": "status", "from": "old_code", "to": None},
            {"field": "assignee", "from": 10**9, "to": None},
            {"field": "observer", "from": "agent:x", "to": "nonsense"},
            {"field": "unheard_of", "from": 1, "to": [2]},
            {"field": "categories", "from": [10**9], "to": []},
        ],
        data={"why": "100% её: %(name)s"},
    )
    with translation.override("en"):
        line = line_of(event, {})
    assert line.changes[0][1:] == ("old_code", "not set")
    assert [change[1:] for change in line.changes[1:3]] == [("", "changed"), ("", "")]
    assert line.changes[3] == ("unheard_of", "1", "[2]")
    assert line.what == "assigned by rule (100% её: %(name)s)"


def test_deadlines_are_said_in_sentences(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """By which rule, which of them, from when to when; what is near and what is past."""
    rule = {"name": {"ru": "Все", "en": "All"}, "reaction": 60, "resolution": 480}
    set_up(people.admin, SLA_RULE, rule)
    own = make.ticket(people.client, team=people.it)
    for minutes in (50, 20):
        frozen_clock.move(timedelta(minutes=minutes))
        ring(own.pk)
    make.reply(people.agent, own)
    card = words_of(visitor(people.agent).get(reverse("desk-ticket", args=[own.number])))
    day = "17 ноября 2026"
    for said in (
        f"сроки по правилу «Все»: решить до {day}, 18:00 ; ответить до {day}, 11:00",
        f"использовано 75 % времени на первый ответ, срок {day}, 11:00",
        f"первый ответ просрочен: обещан до {day}, 11:00",
        f"срок больше не считается: ответить до {day}, 11:00 → без срока",
    ):
        assert said in card


def test_who_follows_by_rule(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The rule is named, as with a team it gives."""
    values = {"name": {"ru": "Важные", "en": "VIP"}, "team": people.it.pk, "observer_teams": [people.hr.pk]}
    set_up(people.admin, ROUTING_RULE, values)
    make.ticket(people.client)
    said = [line_of(event, {}) for event in Event.objects.order_by("id")]
    assert ("по правилу «Важные»", (("теперь наблюдает", "", "Группа hr"),)) in [
        (line.what, line.changes) for line in said
    ]
    assert any(line.what == "назначена по правилу «Важные»" for line in said)
