"""Every page against every person. What somebody may not know of does not exist: 404, nothing changed."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from http.cookies import Morsel

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from otklik.core import signing
from otklik.core.models import Event, Job
from otklik.notifications.links import OPINION_LINK, PERSONAL_LINK
from otklik.people.commands import set_up
from otklik.tickets.models import Draft, Message, Seen, Ticket
from otklik.web.setting_up import (
    ASSET_MODEL,
    ASSET_TYPE,
    CANNED_REPLY,
    CATEGORY,
    FIELD,
    FOLDER,
    MACRO,
    MANUFACTURER,
    OPTION,
    ROUTE,
    ROUTING_RULE,
    SLA_RULE,
    STAGE,
    TRIGGER,
    shapes,
)
from tests import make
from tests.access.matrix import ANONYMOUS, EVERYBODY, MATRIX
from tests.api.world import undone
from tests.clients.contracts import contract, period
from tests.support.rows import counted

OUTSIDE = ("api", "live/", "healthz", "readyz", "metrics")
"""Interfaces with tests of their own: the API has its matrix, streams and probes theirs."""


@dataclass
class World:
    """The cast and one ticket of the IT team with a file, seen from every side."""

    cast: make.Cast
    ticket: Ticket
    values: dict[str, object]


@pytest.fixture
def world(db: None) -> World:
    """A ticket of `client`, held by IT, with a public file."""
    cast = make.cast()
    file = make.file(cast.client)
    ticket = make.ticket(cast.client, team=cast.it, files=[file])
    agreed = contract(cast.company)
    values = {
        "number": ticket.number,
        "file": file.uid,
        "company": cast.company.uid,
        "contact": make.contact_of(cast.client).uid,
        "client_file": make.client_file(cast.admin, cast.company).uid,
        "contract": agreed.uid,
        "period": period(agreed, 0, 9, paid=False).uid,
        "site": make.site(cast.company).uid,
        "asset": make.asset(cast.company).uid,
        "nothing": uuid.uuid4(),
        "job": 10**9,
        "text_kind": "reply",
        "companies": "companies",
        "altered": "altered",
        "kind": "companies",
        "place": "site",
        "rules": "sla",
        "one": 1,
        "form": "csv",
        "link": signing.sign(PERSONAL_LINK, ticket.pk, cast.client.contact_id or 0),
        "opinion": signing.sign(OPINION_LINK, ticket.pk, cast.client.contact_id or 0),
        **_set_up(cast),
    }
    return World(cast, ticket, values)


def _set_up(cast: make.Cast) -> dict[str, object]:
    """One thing of each section of the settings, by its kind."""
    make.service("254001", team=cast.it)
    set_up(cast.admin, CATEGORY, {"name": {"ru": "Бумага"}})
    set_up(cast.admin, ASSET_TYPE, {"name": {"ru": "Кофемашина"}})
    set_up(cast.admin, MANUFACTURER, {"name": {"ru": "Ладога"}})
    set_up(cast.admin, ASSET_MODEL, {"name": {"ru": "К-15"}})
    set_up(cast.admin, SLA_RULE, {"name": {"ru": "Обычный"}, "resolution": 60})
    route = set_up(cast.admin, ROUTE, {"name": {"ru": "Поддержка"}})
    set_up(cast.admin, STAGE, {"name": {"ru": "Первая линия"}, "route": route.pk})
    set_up(
        cast.admin,
        TRIGGER,
        {"name": {"ru": "Возврат"}, "events": ["created"], "actions": [{"do": "unassign"}]},
    )
    set_up(cast.admin, MACRO, {"name": {"ru": "Вернуть"}, "actions": [{"do": "unassign"}]})
    set_up(cast.admin, FOLDER, {"name": {"ru": "Касса"}})
    set_up(cast.admin, CANNED_REPLY, {"name": {"ru": "Ответ"}, "text": {"ru": "Сделано."}})
    set_up(cast.admin, ROUTING_RULE, {"name": {"ru": "Все"}, "team": cast.it.pk})
    field = set_up(cast.admin, FIELD, {"owner": "ticket", "kind": "list", "name": {"ru": "Цвет"}})
    set_up(cast.admin, OPTION, {"field": field.pk, "name": {"ru": "Красный"}})
    rows = {kind: shape.model._default_manager.order_by("pk").first() for kind, shape in shapes().items()}
    return {kind: getattr(row, "uid", None) for kind, row in rows.items()}


def test_every_route_has_a_row() -> None:
    """A new page must say who may open it."""
    assert sorted(_names()) == sorted(MATRIX)


PARTS = 6
"""The pages are asked in so many tests: workers can share them, and the world is made so many times."""


@pytest.mark.parametrize("part", range(PARTS))
def test_pages(world: World, part: int) -> None:
    """Everybody gets what the row says; who gets nothing changes nothing. Each time all is undone."""
    sessions = {person: _session(world, person) for person in EVERYBODY}
    before = _state()
    wrong: list[str] = []
    for name in sorted(MATRIX)[part::PARTS]:
        route = MATRIX[name]
        for person in EVERYBODY:
            with undone():
                status, expected = _call(world, sessions[person], name), route.gets.get(person, route.other)
                if status != expected:
                    wrong.append(f"{name} by {person}: {status} instead of {expected}")
                refused = status in (403, 404) or (person == ANONYMOUS and "link" not in route.args)
                if refused and _state() != before:
                    wrong.append(f"{person} was refused {name} and still changed something")
    assert wrong == []


def test_a_foreign_ticket_and_a_missing_one_look_the_same(world: World) -> None:
    """The refusal does not reveal that the ticket exists."""
    client = _signed_in(world, "outsider")
    foreign = client.get(reverse("desk-ticket", args=[world.ticket.number]))
    missing = client.get(reverse("desk-ticket", args=["INC999999"]))
    assert foreign.status_code == missing.status_code == 404
    assert _without_secrets(foreign.content) == _without_secrets(missing.content)


def test_a_foreign_ticket_is_in_no_list_and_no_number(world: World) -> None:
    """Lists, rows asked by number and counters know nothing of it."""
    outsider, agent = _signed_in(world, "outsider"), _signed_in(world, "agent")
    rows = reverse("desk-rows") + f"?view=archive&numbers={world.ticket.number}"
    assert world.ticket.number in agent.get(rows).content.decode()
    assert world.ticket.number not in outsider.get(rows).content.decode()
    assert outsider.get(reverse("desk-tickets")).content.decode().count("data-row ") == 0
    assert agent.get(reverse("desk-counts")).json()["all"] == "1"
    assert outsider.get(reverse("desk-counts")).json()["all"] == ""


def test_a_note_and_its_file_are_hidden_from_the_client(world: World) -> None:
    """Neither the words nor the file of a note reach the portal."""
    file = make.file(world.cast.agent, "схема.png")
    make.note(world.cast.agent, world.ticket, "Тайное слово", files=[file])
    client = _signed_in(world, "client")
    assert (
        "Тайное слово"
        not in client.get(reverse("portal-request", args=[world.ticket.number])).content.decode()
    )
    address = reverse("file", args=[file.uid])
    for person, status in (("client", 404), ("stranger", 404), ("outsider", 404), ("teammate", 200)):
        assert (person, _status(_signed_in(world, person).get(address))) == (person, status)


def test_a_bulk_change_leaves_foreign_tickets_alone(world: World) -> None:
    """A number smuggled into the form is refused like any other foreign ticket."""
    outsider = _signed_in(world, "outsider")
    outsider.post(reverse("desk-bulk"), {"number": world.ticket.number, "status": "resolved"})
    world.ticket.refresh_from_db()
    assert world.ticket.state == "open"


def _names() -> list[str]:
    found = []
    for pattern in _patterns(get_resolver().url_patterns):
        if not str(pattern.pattern).lstrip("^").startswith(OUTSIDE):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.append(pattern.name)
    return found


def _patterns(entries: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found = []
    for entry in entries:
        if isinstance(entry, URLResolver):
            if entry.namespace is None:
                found += _patterns(entry.url_patterns)
        else:
            found.append(entry)
    return found


def _call(world: World, session: Morsel[str] | None, name: str) -> int:
    cache.clear()
    client = Client()
    if session is not None:
        client.cookies[session.key] = session.value
    route = MATRIX[name]
    address = reverse(name, args=[world.values[key] for key in route.args])
    return _status(client.get(address) if route.method == "GET" else client.post(address, route.data))


def _session(world: World, person: str) -> Morsel[str] | None:
    return _signed_in(world, person).cookies.get(settings.SESSION_COOKIE_NAME)


def _status(response: HttpResponseBase) -> int:
    """A file is read to its end: that is what closes it."""
    if isinstance(response, StreamingHttpResponse):
        list(response)
    return response.status_code


def _signed_in(world: World, person: str) -> Client:
    cache.clear()
    client = Client()
    if person != ANONYMOUS:
        client.force_login(make.user_of(getattr(world.cast, person)))
    return client


def _state() -> tuple[object, ...]:
    tickets = tuple(Ticket.objects.order_by("pk").values_list("pk", "version", "status_id", "assignee_id"))
    return tickets, counted({model._meta.db_table for model in (Event, Job, Message, Draft, Seen)})


def _without_secrets(page: bytes) -> str:
    """A page without its tokens, which are new each time."""
    return re.sub(r'(name="csrf-token" content|name="csrfmiddlewaretoken" value)="[^"]+"', "", page.decode())
