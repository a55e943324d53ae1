"""Search, and the pages of clients: a number jumps, words find what one may see."""

from __future__ import annotations

import re

import pytest
from django.http.response import HttpResponseBase

from otklik.tickets.models import Ticket, TicketNumber
from tests import make
from tests.support.pages import rows_of, ru, text_of, visitor, words_of
from tests.support.writes import unchanged

SEARCH = "/desk/search"


def rows_found(answer: HttpResponseBase) -> list[str]:
    """The numbers of the tickets on the page, in order."""
    return re.findall(r'class="hit__t" href="/desk/tickets/([^"?]*)', text_of(answer))


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, "Сломался сканер", team=people.it)


def test_a_number_jumps(people: make.Cast, ticket: Ticket) -> None:
    """However it is typed or pasted; a foreign one is searched for like a word."""
    TicketNumber.objects.create(number="OLD77", ticket=ticket)
    digits = ticket.number.removeprefix("INC")
    for typed in (ticket.number, ticket.number.lower(), f" {ticket.number} ", digits, f"№ {digits}", "old77"):
        answer = visitor(people.agent).get(SEARCH, {"q": typed})
        assert (typed, answer.status_code) == (typed, 302)
        assert answer.headers["Location"] == f"/desk/tickets/{ticket.number}"
        foreign = visitor(people.outsider).get(SEARCH, {"q": typed})
        assert foreign.status_code == 200
        assert "Сломался сканер" not in words_of(foreign)


def test_words_find_tickets_and_clients(people: make.Cast, ticket: Ticket) -> None:
    """Whatever their form; who may not see it finds nothing."""
    make.ticket(people.client, "Сломались два сканера", team=people.it)
    agent = words_of(visitor(people.agent).get(SEARCH, {"q": "сканеры сломались"}))
    assert "Сломался сканер" in agent
    outsider = words_of(visitor(people.outsider).get(SEARCH, {"q": "сканеры сломались"}))
    assert "Сломался сканер" not in outsider
    assert ru("Nothing found") in outsider
    assert "Иван Клиентов" in words_of(visitor(people.dispatcher).get(SEARCH, {"q": "клиентов"}))
    assert "Иван Клиентов" not in words_of(visitor(people.outsider).get(SEARCH, {"q": "клиентов"}))


def test_the_one_thing_that_is_found_opens(people: make.Cast, ticket: Ticket) -> None:
    """A ticket, a person or a company, when the words fit nothing else."""
    dispatcher = visitor(people.dispatcher)
    contact = make.contact_of(people.colleague)
    for words, where in (
        ("сломался сканер", f"/desk/tickets/{ticket.number}"),
        ("соседова", f"/desk/clients/contacts/{contact.uid}"),
    ):
        answer = dispatcher.get(SEARCH, {"q": words})
        assert (answer.status_code, answer.headers.get("Location")) == (302, where)
    assert visitor(people.outsider).get(SEARCH, {"q": "сломался сканер"}).status_code == 200
    make.ticket(people.client, "Сломался другой сканер", team=people.it)
    assert dispatcher.get(SEARCH, {"q": "сломался сканер"}).status_code == 200


def test_strange_words_are_no_fault(people: make.Cast, ticket: Ticket) -> None:
    """Quotes, operators, nothing, much."""
    agent = visitor(people.agent)
    for words in ("", "'", '"', "* OR (", "a:b", "%", "🙂", "я" * 2000, "<b>", "-", "NEAR(", "INC"):
        assert agent.get(SEARCH, {"q": words}).status_code in (200, 302)
    assert agent.get(SEARCH, {"q": "сканер", "after": "x"}).status_code == 422
    assert agent.get(SEARCH, {"q": "a\x00"}).status_code == 400


def test_companies_and_contacts(people: make.Cast, ticket: Ticket) -> None:
    """Those of one's tickets for a specialist, all for who sees all; with people and tickets."""
    agent, dispatcher, outsider = (visitor(a) for a in (people.agent, people.dispatcher, people.outsider))
    assert "ООО «Альфа»" in words_of(agent.get("/desk/clients/"))
    assert "ООО «Бета»" not in words_of(agent.get("/desk/clients/"))
    assert "ООО «Бета»" in words_of(dispatcher.get("/desk/clients/", {"q": "бет"}))
    company = f"/desk/clients/companies/{people.company.uid}"
    contact = f"/desk/clients/contacts/{make.contact_of(people.client).uid}"
    for address in (company, contact):
        page = agent.get(address)
        assert rows_of(page) == [ticket.number]
        assert "Иван Клиентов" in words_of(page)
        assert outsider.get(address).status_code == 404
    # A colleague nobody of the team has worked for is not shown to a specialist.
    assert "Мария Соседова" not in words_of(agent.get(company))
    assert "Мария Соседова" in words_of(dispatcher.get(company))


def test_looking_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Search and client pages, by GET and HEAD."""
    agent = visitor(people.agent)
    company = f"/desk/clients/companies/{people.company.uid}"
    with unchanged():
        for address in (f"{SEARCH}?q=скан", "/desk/clients/", company):
            assert agent.get(address).status_code == 200
            assert agent.head(address).status_code == 200


def test_operators_and_every_filter_of_a_list(people: make.Cast, ticket: Ticket) -> None:
    """Over full text; what is wrong is said; the boxes are those of the list, and chips take them away."""
    agent = visitor(people.agent)
    other = make.ticket(people.client, "Сломался принтер", team=people.it)
    assert rows_found(agent.get(SEARCH, {"q": "сломался -принтер is:open"})) == [ticket.number]
    assert rows_found(agent.get(SEARCH, {"q": "сломался", "assignee": "none"})) == [
        other.number,
        ticket.number,
    ]
    assert rows_found(agent.get(SEARCH, {"q": "сломался", "assignee": "me"})) == []
    assert rows_found(agent.get(SEARCH, {"q": "", "priority": ticket.priority.code})) == [
        other.number,
        ticket.number,
    ]
    wrong = agent.get(SEARCH, {"q": "сломался статус:странный"})
    assert ru("There is no status “%(value)s”.", value="странный") in words_of(wrong)
    assert len(rows_found(wrong)) == 2
    boxes = set(re.findall(r' name="([^"]*)"', text_of(agent.get(SEARCH, {"q": "сломался", "form": "1"}))))
    assert {"q", "status", "assignee", "priority", "team", "service", "type"} <= boxes
    narrowed = text_of(agent.get(SEARCH, {"q": "сломался", "assignee": "none", "team": "it"}))
    assert "/desk/search?q=%D1%81%D0%BB%D0%BE%D0%BC%D0%B0%D0%BB%D1%81%D1%8F&amp;team=it" in narrowed


def test_the_other_layout_with_a_way_back(people: make.Cast, ticket: Ticket) -> None:
    make.ticket(people.client, "Сканер молчит", team=people.it)
    agent = visitor(people.agent)
    page = agent.get(SEARCH, {"q": "crfyth"})
    assert len(rows_found(page)) == 2
    assert "«сканер»" in words_of(page)
    assert rows_found(agent.get(SEARCH, {"q": "crfyth", "as": "typed"})) == []
    assert "«crfyth»" not in words_of(agent.get(SEARCH, {"q": "сканер"}))


def test_what_can_follow(people: make.Cast) -> None:
    """Operators by the beginning of their name in either language, then their values."""
    agent = visitor(people.agent)

    def fills(words: str) -> list[str]:
        return re.findall(r'data-fill="([^"]*)"', text_of(agent.get("/desk/search/options", {"q": words})))

    assert fills("касса ста") == ["касса статус:"]
    assert fills("sta") == ["status:"]
    assert "касса статус:Новая " in fills("касса статус:но")
    assert fills("это:прос") == ["это:просрочена "]
    assert fills("ответственный:бел") == ["ответственный:&#34;Елена Белова&#34; "]
    assert fills("к") == fills("") == fills("a:b") == []
