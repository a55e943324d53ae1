"""A client's lists: their own, the company's; in their words, with nothing of ours in them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import TicketType
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Incoming, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import unchanged


@pytest.fixture
def three(people: make.Cast, frozen_clock: FrozenClock) -> dict[str, Ticket]:
    """A request in each group of the client's list."""
    made = {}
    for name, status in (("ждёт", "needs_clarification"), ("идёт", "in_progress"), ("готово", "resolved")):
        made[name] = make.ticket(people.client, f"Заявка {name}", team=people.it)
        make.reply(people.agent, made[name], status=status)
        frozen_clock.move(timedelta(minutes=1))
    return made


def test_three_groups(people: make.Cast, three: dict[str, Ticket]) -> None:
    """What waits for the client first; the status in their words; who works on it is not told."""
    page = visitor(people.client).get("/")
    words = words_of(page)
    order = [
        ru("Waiting for you"),
        "Заявка ждёт",
        "Ждём вашего ответа",
        "Заявка идёт",
        "Заявка готово",
        "Выполнена",
    ]
    places = [words.index(said) for said in order]
    assert places == sorted(places)
    for ticket in three.values():
        assert f'href="/requests/{ticket.number}"' in text_of(page)


def test_whose_requests(people: make.Cast, three: dict[str, Ticket]) -> None:
    """Mine are mine alone; the company's are the manager's; nobody else's anywhere."""
    make.ticket(people.colleague, "Заявка соседки")
    make.ticket(people.stranger, "Заявка чужая")
    kind = TicketType.objects.get(code="internal")
    contact = make.contact_of(people.client)
    commands.register(people.agent, Registration("Тайная", from_text("x"), contact=contact, type=kind))
    client, manager = words_of(visitor(people.client).get("/")), visitor(people.manager)
    assert ("Заявка идёт" in client, "соседки" in client, "чужая" in client, "Тайная" in client) == (
        True, False, False, False,
    )  # fmt: skip
    assert "Заявка" not in words_of(manager.get("/")).replace(ru("New request"), "")
    company = words_of(manager.get("/company"))
    assert ("Заявка идёт" in company, "соседки" in company, "чужая" in company, "Тайная" in company) == (
        True, True, False, False,
    )  # fmt: skip
    assert visitor(people.client).get("/company").status_code == 404


def test_notes_leave_no_trace(people: make.Cast, three: dict[str, Ticket]) -> None:
    """Neither their words, nor who wrote them, nor an unknown sender's."""
    frequent = visitor(people.client).get("/")
    assert "Елена Белова" in words_of(frequent)
    for ticket in three.values():
        make.note(people.teammate, ticket, "тайное слово")
    words = words_of(visitor(people.client).get("/"))
    for said in ("Пётр Орлов", "тайное", "Елена Белова"):
        assert said not in words
    commands.receive(SYSTEM, three["идёт"], Incoming(from_text("чужое слово"), "Кто-то Чужой"))
    words = words_of(visitor(people.client).get("/"))
    assert "Чужой" not in words
    assert "чужое" not in words


def test_finding_a_request(people: make.Cast, three: dict[str, Ticket]) -> None:
    """By number, or the first words; the pages of what was found stay what was found."""
    client = visitor(people.client)
    number = three["идёт"].number
    for typed in (number, number.lower(), "Заявка ид"):
        words = words_of(client.get("/", {"q": typed}))
        assert ("Заявка идёт" in words, "Заявка ждёт" in words) == (True, False)
    assert ru("Nothing found") in words_of(client.get("/", {"q": "нет такой"}))
    for _ in range(40):
        make.ticket(people.client, "Одинаковая")
    page = visitor(people.client).get("/", {"q": "Одинак"})
    (link,) = re.findall(r'href="(/\?[^"]*after=[^"]+)"', text_of(page))
    following = words_of(visitor(people.client).get(link.replace("&amp;", "&")))
    assert following.count("Одинаковая") == 10
    assert "Заявка" not in following.replace(ru("New request"), "")


def test_a_bad_page_link_says_so(people: make.Cast) -> None:
    """Instead of a fault."""
    answer = visitor(people.client).get("/", {"after": "x"})
    assert answer.status_code == 422
    assert ru("This page link is no longer valid. Open the list again.") in words_of(answer)


def test_as_many_queries_for_one_as_for_thirty(people: make.Cast) -> None:
    """The whole page."""
    counts = []
    for more in (1, 29):
        for _ in range(more):
            make.ticket(people.client)
        client = visitor(people.client)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_looking_changes_nothing(people: make.Cast, three: dict[str, Ticket]) -> None:
    """Lists and one request, by GET and HEAD."""
    client = visitor(people.client)
    with unchanged():
        for address in ("/", "/requests/new", f"/requests/{three['идёт'].number}"):
            assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200
            assert client.put(address).status_code == 405
