"""The end of a ticket on its card: rating, term and complaint in words; beginning again, declining."""

from __future__ import annotations

import re

import pytest

from otklik.core.models import Event
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries import workflow
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ids, rows_of, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, unchanged


@pytest.fixture
def done(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and done."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, status="resolved")
    return Ticket.objects.get()


def at(ticket: Ticket, noun: str = "") -> str:
    return f"/desk/tickets/{ticket.number}{noun}"


def test_the_card_says_when_it_closes_by_itself(people: make.Cast, done: Ticket) -> None:
    words = words_of(visitor(people.agent).get(at(done)))
    assert "Закроется сама 24 ноября 2026, 18:00" in words
    make.message(people.client, done)
    page = visitor(people.agent).get(at(done))
    assert "Закроется сама" not in words_of(page)
    assert "sec-verdict" in ids(page)


def test_rating_and_complaint_until_a_lead_has_looked(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 1, "Долго и плохо")
    words = words_of(visitor(people.lead).get(at(done)))
    for said in ("1 · Ужасно", "Долго и плохо", ru("Complaint"), ru("waits for a lead")):
        assert said in words
    assert ru("Mark as reviewed") in words
    assert ru("Mark as reviewed") not in words_of(visitor(people.agent).get(at(done)))
    low = visitor(people.lead).get("/desk/tickets", {"view": "low"})
    assert rows_of(low) == [done.number]
    with recorded() as events:
        visitor(people.lead, script=True).post(at(done, "/review"), {"note": "Поговорили"})
    assert kinds(events) == ["note.added", "ticket.reviewed"]
    assert ru("Complaint, reviewed") in words_of(visitor(people.lead).get(at(done)))
    for view in ("low", "complaints"):
        assert rows_of(visitor(people.lead).get("/desk/tickets", {"view": view})) == []


def test_views_of_the_end(people: make.Cast, done: Ticket) -> None:
    unconfirmed = visitor(people.agent).get("/desk/tickets", {"view": "unconfirmed"})
    assert rows_of(unconfirmed) == [done.number]
    assert 'data-count="unconfirmed">1<' in text_of(unconfirmed)
    assert ru("Complaints") in words_of(visitor(people.lead).get("/desk/tickets"))
    assert ru("Complaints") not in words_of(visitor(people.agent).get("/desk/tickets"))
    commands.close_by_client(people.client, done)
    empty = visitor(people.agent).get("/desk/tickets", {"view": "unconfirmed"})
    assert ru("Every done ticket has its client's word") in words_of(empty)


def test_back_to_work_with_a_reason(people: make.Cast, done: Ticket) -> None:
    agent = visitor(people.agent, script=True)
    with unchanged():
        assert agent.post(at(done, "/reopening"), {"why": " "}).status_code == 422
    answer = visitor(people.agent).post(at(done, "/reopening"), {"why": "Позвонил клиент"})
    assert (answer.status_code, answer.headers["Location"]) == (302, at(done))
    assert Ticket.objects.get().state == "open"
    assert Message.objects.latest("pk").body.text == "Позвонил клиент"


def test_no_box_brings_done_work_back_without_a_reason(people: make.Cast, done: Ticket) -> None:
    """The box of the card leads to the form that asks why; a posted status and many at once are refused."""
    page = text_of(visitor(people.agent).get(at(done)))
    box = page[page.index('id="lb-status"') : page.index('id="lb-prio"')]
    assert 'value="in_progress"' not in box
    assert 'popovertarget="reopen"' in box
    agent = visitor(people.agent, script=True)
    with unchanged():
        refused = agent.post(at(done, "/status"), {"status": "in_progress"})
        assert refused.status_code == 422
        assert refused.json()["detail"] == ru("Say why the work begins again.")
        agent.post("/desk/tickets/bulk?view=all", {"number": [done.number], "status": "in_progress"})


def test_boxes_of_a_list_offer_what_a_press_can_do(people: make.Cast, done: Ticket) -> None:
    """A row of done work no open status; the bulk bar asks for the reason and takes it."""
    agent = visitor(people.agent)
    page = text_of(agent.get("/desk/tickets", {"view": "archive"}))
    offered = [codes.split() for codes in re.findall('data-pick="pick-status".*? data-allowed="(.*?)"', page)]
    assert offered
    open_codes = {s.code for s in workflow().statuses.values() if s.state in OPEN_STATES}
    assert all(codes[0] == "resolved" and not open_codes & set(codes) for codes in offered)
    assert '<textarea id="bulk-why" form="bulk" name="why"' in page
    sent = {"number": [done.number], "status": "in_progress", "why": "Позвонил клиент"}
    assert agent.post("/desk/tickets/bulk?view=all", sent).status_code == 302
    assert (Ticket.objects.get().state, Message.objects.latest("pk").body.text) == ("open", "Позвонил клиент")


def test_a_reopened_ticket_shows_no_rating_of_earlier_work(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 5, "Блеск")
    commands.reopen(people.client, done, "Через день снова сломалось")
    words = words_of(visitor(people.agent).get(at(done)))
    assert "5 · Отлично" not in words
    assert "Блеск" not in words
    assert "оценка: 5 из 5" in words, "the history keeps it"


def test_declining(people: make.Cast, done: Ticket) -> None:
    form = visitor(people.agent).get(at(done, "/decline"))
    assert "Не к нам" in words_of(form)
    refused = visitor(people.agent).post(at(done, "/decline"), {"reason": "", "text": "Слова", "tell": "1"})
    assert (refused.status_code, "Слова" in words_of(refused)) == (422, True)
    answer = visitor(people.agent).post(at(done, "/decline"), {"reason": "spam"})
    assert answer.status_code == 302
    assert Ticket.objects.get().outcome == "not_processed"
    words = words_of(visitor(people.agent).get(at(done)))
    assert ru("Closed as not processed.") in words
    assert "закрыта без обработки (Реклама или спам)" in words


def test_the_history_tells_the_end_in_both_languages(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 5)
    words = words_of(visitor(people.agent).get(at(done)))
    assert "оценка: 5 из 5" in words
    assert "закрыта: клиент доволен" in words
    assert Event.objects.filter(kind="ticket.closed").count() == 1
