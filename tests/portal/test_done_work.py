"""What a client is asked about done work: one thing at a time."""

from __future__ import annotations

import pytest

from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import fields_of, ru, visitor, words_of
from tests.support.writes import kinds, recorded, unchanged


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's request, answered."""
    made = make.ticket(people.client, team=people.it)
    make.reply(people.agent, made)
    return made


def _at(ticket: Ticket, noun: str = "") -> str:
    return f"/requests/{ticket.number}{noun}"


def test_one_question_about_done_work(people: make.Cast, ticket: Ticket) -> None:
    """Whether it works, with a mark by the way; one press does both. The answer box has no third way."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    page = client.get(_at(ticket))
    assert ru("Does everything work?") in words_of(page)
    assert words_of(page).count(ru("It works, close it")) == 1
    assert "choice" not in fields_of(page)
    with recorded() as events:
        client.post(_at(ticket, "/closure"), {"value": "3", "comment": "Долго"})
    assert kinds(events) == ["ticket.rated", "ticket.closed"]
    words = words_of(client.get(_at(ticket)))
    assert ru("You rated it %(rating)s of 5") % {"rating": 3} in words
    assert ru("Does everything work?") not in words


def test_words_without_a_mark_are_not_lost(people: make.Cast, ticket: Ticket) -> None:
    """They go into the conversation; a mark that does not exist changes nothing."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    with unchanged():
        assert client.post(_at(ticket, "/closure"), {"value": "9"}).status_code == 422
    client.post(_at(ticket, "/closure"), {"comment": "Спасибо, работает"})
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    assert "Спасибо, работает" in words_of(client.get(_at(ticket)))


def test_who_said_done_is_not_asked_again(people: make.Cast, ticket: Ticket) -> None:
    """Only how we did; done again by us, it is asked."""
    client = visitor(people.client)
    client.post(_at(ticket, "/messages"), {"text": "Уже работает", "choice": "done"})
    words = words_of(client.get(_at(ticket)))
    assert ru("Does everything work?") not in words
    assert ru("It works, close it") not in words
    assert ru("How did we do?") in words
    assert ru("The problem is still there") in words
    make.reply(people.agent, ticket, status="resolved")
    assert ru("Does everything work?") in words_of(client.get(_at(ticket)))


def test_the_reason_has_the_page_for_itself(people: make.Cast, ticket: Ticket) -> None:
    """One thing is asked at a time; of what is worked on, nothing."""
    assert "why" not in fields_of(visitor(people.client).get(_at(ticket), {"reopen": "1"}))
    make.reply(people.agent, ticket, status="resolved")
    page = visitor(people.client).get(_at(ticket), {"reopen": "1"})
    assert "why" in fields_of(page)
    assert "value" not in fields_of(page)


def test_who_rated_it(people: make.Cast, ticket: Ticket) -> None:
    """Oneself, or the colleague by name."""
    make.reply(people.agent, ticket, status="resolved")
    visitor(people.client).post(_at(ticket, "/rating"), {"value": "5"})
    mine, theirs = (words_of(visitor(person).get(_at(ticket))) for person in (people.client, people.manager))
    assert ru("You rated it %(rating)s of 5") % {"rating": 5} in mine
    assert ru("You rated it %(rating)s of 5") % {"rating": 5} not in theirs
    said = ru("%(name)s rated it %(rating)s of 5") % {"name": people.client.name, "rating": 5}
    assert said in theirs


def test_a_colleague_who_called_it_done_is_named(people: make.Cast, ticket: Ticket) -> None:
    """Page and list tell each reader the same, and so does the card of who worked on it."""
    visitor(people.manager).post(_at(ticket, "/messages"), {"text": "Уже работает", "choice": "done"})
    mine = words_of(visitor(people.client).get(_at(ticket)))
    assert f"{people.manager.name}: «всё работает»" in mine
    assert "Вы сообщили" not in mine
    assert "Вы сообщили" in words_of(visitor(people.manager).get(_at(ticket)))
    listed = words_of(visitor(people.client).get("/"))
    assert ru("Done, confirmed") in listed
    assert ru("Done. Does everything work?") not in listed
    card = f"/desk/tickets/{ticket.number}"
    assert ru("The client confirmed: it works.") in words_of(visitor(people.agent).get(card))
    make.reply(people.agent, ticket, status="resolved")
    assert ru("Done. Does everything work?") in words_of(visitor(people.client).get("/"))
    assert ru("The client confirmed: it works.") not in words_of(visitor(people.agent).get(card))


def test_done_work_stands_apart_from_questions(people: make.Cast, ticket: Ticket) -> None:
    """What closes by itself does not wait for anybody: the list does not say it stands still."""
    make.reply(people.agent, ticket, status="resolved")
    listed = words_of(visitor(people.client).get("/"))
    assert ru("they close by themselves if everything works") in listed
    assert ru("without you it does not move on") not in listed
