"""A client's lists: their own, the company's; in their words, with nothing of ours in them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import Service, TicketType
from otklik.core import small
from otklik.core.translated import translated
from otklik.organisation.commands import change_setting
from otklik.organisation.models import Brand
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
    """What waits for the client first, done work to confirm among it; the status in their words."""
    page = visitor(people.client).get("/")
    words = words_of(page)
    order = [
        ru("Waiting for you"),
        "Заявка ждёт",
        "Ждём вашего ответа",
        "Заявка идёт",
    ]
    places = [words.index(said) for said in order]
    assert places == sorted(places)
    assert words.index(ru("Done. Does everything work?")) < words.index("Заявка идёт")
    for ticket in three.values():
        assert f'href="/requests/{ticket.number}"' in text_of(page)
    assert ru("waiting for you: %(n)s", n=1) in text_of(page).replace("\u00a0", " ")


def test_closed_ones_apart(people: make.Cast, three: dict[str, Ticket]) -> None:
    """In a tab of their own; the last of them below the current ones; an action for each that has one."""
    commands.close_by_client(people.client, three["готово"])
    client = visitor(people.client)
    closed = words_of(client.get("/", {"state": "closed"}))
    assert ("Заявка готово" in closed, "Заявка идёт" in closed) == (True, False)
    page = text_of(client.get("/"))
    assert f"/requests/new?like={three['готово'].number}" in page
    assert f"/requests/{three['ждёт'].number}#answer" in page


def test_narrowing(people: make.Cast, three: dict[str, Ticket]) -> None:
    """By service, person and period; what names nothing finds nothing."""
    make.service("7")
    make.ticket(people.colleague, "Заявка соседки", service=make.service("8"))
    boss = visitor(people.manager)
    whose = str(make.contact_of(people.colleague).uid)
    for narrowed in ({"service": "8"}, {"person": whose}, {"service": "8", "period": "month"}):
        words = words_of(boss.get("/company", narrowed))
        assert ("Заявка соседки" in words, "Заявка идёт" in words) == (True, False)
    foreign = str(make.contact_of(people.stranger).uid)
    for narrowed in ({"service": "7"}, {"person": foreign}, {"person": "nonsense"}, {"service": "x"}):
        assert ru("Nothing found") in words_of(boss.get("/company", narrowed))


def test_who_works_on_it_is_told_where_it_is_wanted(people: make.Cast) -> None:
    """Hidden as delivered (PORT-2)."""
    ticket = make.ticket(people.client, assignee=None, team=people.it)
    commands.take(people.agent, ticket)
    for address in ("/", f"/requests/{ticket.number}"):
        assert "Елена Белова" not in words_of(visitor(people.client).get(address))
    change_setting(people.admin.ref, "portal.show_assignee", True)
    for address in ("/", f"/requests/{ticket.number}"):
        assert "Елена Белова" in words_of(visitor(people.client).get(address))


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
    """By number or any words of subject and messages, closed ones too; never by a note's. The one that is
    found alone opens."""
    client = visitor(people.client)
    number = three["идёт"].number
    for typed in (number, number.lower(), number.removeprefix("INC"), "идёт заявка"):
        only = client.get("/", {"q": typed})
        assert (only.status_code, only.headers["Location"]) == (302, f"/requests/{number}")
    both = words_of(client.get("/", {"q": "заявка"}))
    assert ("Заявка идёт" in both, "Заявка ждёт" in both) == (True, True)
    commands.close_by_client(people.client, three["готово"])
    assert "Заявка готово" in words_of(client.get("/", {"q": "готово"}, follow=True))
    make.note(people.agent, three["идёт"], "секретное")
    assert ru("Nothing found") in words_of(client.get("/", {"q": "секретное"}))
    assert ru("Nothing found") in words_of(visitor(people.stranger).get("/", {"q": number}))
    assert ru("Nothing found") in words_of(client.get("/", {"q": "нет такой"}))


def test_pages(people: make.Cast) -> None:
    """Thirty a page, each request on one of them."""
    for number in range(40):
        make.ticket(people.client, f"Заявка-{number:02}")
    client = visitor(people.client)
    page = client.get("/")
    (link,) = re.findall(r'href="(/\?[^"]*after=[^"]+)"', text_of(page))
    following = client.get(link.replace("&amp;", "&"))
    found = [set(re.findall(r"Заявка-\d\d", words_of(one))) for one in (page, following)]
    assert (len(found[0]), len(found[1]), len(found[0] | found[1])) == (30, 10, 40)
    for ticket in Ticket.objects.all():
        commands.close_by_client(people.client, ticket)
    closed = client.get("/", {"state": "closed"})
    (link,) = re.findall(r'href="(/\?[^"]*after=[^"]+)"', text_of(closed))
    rest = words_of(client.get(link.replace("&amp;", "&")))
    assert len(set(re.findall(r"Заявка-\d\d", rest))) == 10


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


def test_a_question_to_a_colleague_is_not_put_to_the_manager(people: make.Cast) -> None:
    """In the company's list it waits for them; in their own for the reader."""
    ticket = make.ticket(people.client, "Заявка с вопросом", team=people.it)
    make.reply(people.agent, ticket, "Какой у вас принтер?", status="needs_clarification")
    assert ru("Waiting for their answer") in words_of(visitor(people.manager).get("/company"))
    assert ru("Waiting for their answer") not in words_of(visitor(people.client).get("/"))


def test_the_filter_names_no_service_the_client_may_not_order(people: make.Cast) -> None:
    """Of another brand, inner or hidden: also not as a filter."""
    make.service("open")
    make.service("also")
    foreign = make.service("foreign")
    foreign.brands.add(Brand.objects.create(code="other", name=translated(ru="Другая марка")))
    Service.objects.filter(pk=make.service("gone").pk).update(hidden=True)
    small.bump()
    make.ticket(people.client, "Заявка")
    for address in ("/", "/?state=all"):
        words = words_of(visitor(people.client).get(address))
        assert "Услуга open" in words
        assert "Услуга foreign" not in words
        assert "Услуга gone" not in words
