"""One request: its conversation, the client's answer, and what stays closed to others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from otklik.catalogue.models import Priority
from otklik.core.models import StoredFile
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, MessageFile, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, rows, unchanged


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's request, answered."""
    made = make.ticket(people.client, team=people.it)
    make.reply(people.agent, made)
    return made


def _at(ticket: Ticket, noun: str = "") -> str:
    return f"/requests/{ticket.number}{noun}"


def test_the_conversation(people: make.Cast, ticket: Ticket) -> None:
    """What both sides said, escaped; nothing internal, nothing not yet sent."""
    make.message(people.client, ticket, "<b>Спасибо</b>")
    make.note(people.agent, ticket, "тайное слово")
    commands.reply(people.agent, ticket, Reply(from_text("рано"), undo_seconds=10))
    page = visitor(people.client).get(_at(ticket))
    words = words_of(page)
    for said in ("Печать стоит с утра", "Мастер уже едет.", "<b>Спасибо</b>", "Елена Белова"):
        assert said in words
    assert "<b>Спасибо</b>" not in text_of(page)
    for hidden in ("тайное", "рано"):
        assert hidden not in words


def test_an_answer(people: make.Cast, ticket: Ticket) -> None:
    """One message, back to the page; the same form again writes nothing."""
    client = visitor(people.client)
    key = field(client.get(_at(ticket)), "idempotency_key")
    with recorded() as events:
        answer = client.post(_at(ticket, "/messages"), {"text": "Спасибо", "idempotency_key": key})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{_at(ticket)}#answer")
    assert kinds(events) == ["message.received"]
    message = Message.objects.latest("pk")
    assert (message.public, message.via, message.contact_id) == (True, "portal", people.client.contact_id)
    with unchanged():
        again = client.post(_at(ticket, "/messages"), {"text": "Спасибо", "idempotency_key": key})
    assert again.status_code == 302
    other = client.post(_at(ticket, "/messages"), {"text": "Другое", "idempotency_key": key})
    assert (other.status_code, field(other, "text")) == (409, "Другое")
    fresh = field(other, "idempotency_key")
    assert (
        client.post(_at(ticket, "/messages"), {"text": "Другое", "idempotency_key": fresh}).status_code == 302
    )


def test_files_sent_early_and_with_the_form(people: make.Cast, ticket: Ticket) -> None:
    """Both are attached, in their order."""
    client = visitor(people.client, script=True)
    early = client.post("/requests/uploads", {"file": SimpleUploadedFile("ранний.txt", b"1")}).json()
    assert early["name"] == "ранний.txt"
    post = {"text": "", "file": early["uid"], "files": SimpleUploadedFile("поздний.txt", b"2")}
    assert visitor(people.client).post(_at(ticket, "/messages"), post).status_code == 302
    names = MessageFile.objects.order_by("position").values_list("file__name", flat=True)
    assert list(names) == ["ранний.txt", "поздний.txt"]
    with unchanged():
        assert client.post("/requests/uploads").status_code == 422


@override_settings(MAX_UPLOAD_BYTES=10)
def test_what_is_refused_comes_back_whole(people: make.Cast, ticket: Ticket) -> None:
    """The words, the files that fit, and why."""
    early = make.file(people.client, "ранний.txt")
    files = [SimpleUploadedFile("мал.txt", b"ok"), SimpleUploadedFile("велик.txt", b"x" * 11)]
    post = {"text": "Смотрите", "file": str(early.uid), "files": files}
    answer = visitor(people.client).post(_at(ticket, "/messages"), post)
    assert (answer.status_code, field(answer, "text")) == (422, "Смотрите")
    small = StoredFile.objects.get(name="мал.txt")
    assert fields_of(answer)["file"] == [str(early.uid), str(small.uid)]
    assert rows(MessageFile) == 0
    empty = visitor(people.client).post(_at(ticket, "/messages"), {"text": " "})
    assert empty.status_code == 422
    assert ru("Write a message or attach a file.") in words_of(empty)


def test_an_answer_reopens(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Within the limit; later it says what to do, and keeps the words."""
    commands.set_status(SYSTEM, ticket, "closed")
    client = visitor(people.client)
    assert client.post(_at(ticket, "/messages"), {"text": "Опять"}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened) == ("open", 1)
    commands.set_status(SYSTEM, ticket, "closed")
    frozen_clock.move(timedelta(days=7))
    client = visitor(people.client)
    with unchanged():
        late = client.post(_at(ticket, "/messages"), {"text": "Опять"})
    assert (late.status_code, field(late, "text")) == (409, "Опять")
    said = ru("This request was closed long ago. Register a new one, we will see them both.")
    assert said in words_of(late)


def test_other_peoples_requests_are_not_there(people: make.Cast, ticket: Ticket) -> None:
    """404 for the page, the answer and a foreign upload; nothing is written."""
    foreign = make.file(people.stranger)
    for actor in (people.stranger, people.colleague):
        browser = visitor(actor)
        with unchanged():
            assert browser.get(_at(ticket)).status_code == 404
            assert browser.post(_at(ticket, "/messages"), {"text": "x"}).status_code == 404
            assert browser.get("/requests/INC999").status_code == 404
    client = visitor(people.client)
    with unchanged():
        answer = client.post(_at(ticket, "/messages"), {"text": "x", "file": str(foreign.uid)})
    assert (answer.status_code, field(answer, "text")) == (422, "x")


def test_the_manager_answers_for_the_company(people: make.Cast, ticket: Ticket) -> None:
    """As themselves; an employee without a contact is sent to the desk."""
    manager = visitor(people.manager)
    assert manager.post(_at(ticket, "/messages"), {"text": "Поторопитесь"}).status_code == 302
    assert Message.objects.latest("pk").author_name == "Борис Директоров"
    agent = visitor(people.agent)
    with unchanged():
        answer = agent.post(_at(ticket, "/messages"), {"text": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_an_answer_with_the_next_state(people: make.Cast, ticket: Ticket) -> None:
    """As the client chooses with it (FLOW-5); what is not offered is refused."""
    client = visitor(people.client)
    page = client.get(_at(ticket))
    assert field(page, "choice") == "leave"
    with unchanged():
        assert client.post(_at(ticket, "/messages"), {"text": "x", "choice": "deleted"}).status_code == 422
    client.post(_at(ticket, "/messages"), {"text": "Уже работает", "choice": "done"})
    ticket.refresh_from_db()
    assert ticket.state == "resolved"
    make.reply(people.agent, ticket, status="resolved")
    assert ru("It works, close it") in words_of(client.get(_at(ticket)))
    client.post(_at(ticket, "/messages"), {"text": "Спасибо", "choice": "done"})
    ticket.refresh_from_db()
    assert ticket.state == "closed"


def test_choices_can_be_taken_away(people: make.Cast, ticket: Ticket) -> None:
    """By an administrator; then an answer leaves the request as it is."""
    change_setting(people.admin.ref, "tickets.client_choices", [])
    client = visitor(people.client)
    assert "choice" not in fields_of(client.get(_at(ticket)))
    with unchanged():
        assert client.post(_at(ticket, "/messages"), {"text": "x", "choice": "close"}).status_code == 422


def test_done_work(people: make.Cast, ticket: Ticket) -> None:
    """Says when it closes by itself and that nothing needs to be done; a good rating confirms it."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    words = words_of(client.get(_at(ticket)))
    assert "24 ноября 2026, 18:00" in words
    with recorded() as events:
        answer = client.post(_at(ticket, "/rating"), {"value": "5", "comment": "Быстро"})
    assert answer.status_code == 302
    assert kinds(events) == ["ticket.rated", "ticket.closed"]
    page = client.get(_at(ticket))
    assert (field(page, "value"), field(page, "comment")) == ("5", "Быстро")
    client.post(_at(ticket, "/rating"), {"value": "2", "comment": "Сломалось"})
    ticket.refresh_from_db()
    assert (ticket.rating, ticket.review_since is not None) == (2, True)


@pytest.mark.parametrize("value", ["", "0", "6", "5.0", "x", "-1"])
def test_no_such_rating(people: make.Cast, ticket: Ticket, value: str) -> None:
    """Refused in words, with the comment kept."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    with unchanged():
        answer = client.post(_at(ticket, "/rating"), {"value": value, "comment": "Слова"})
    assert (answer.status_code, field(answer, "comment")) == (422, "Слова")


def test_no_rating_before_it_is_done(people: make.Cast, ticket: Ticket) -> None:
    """The page does not ask, and a forged form is refused."""
    client = visitor(people.client)
    assert ru("How did we do?") not in words_of(client.get(_at(ticket)))
    with unchanged():
        assert client.post(_at(ticket, "/rating"), {"value": "5"}).status_code == 409


def test_back_to_work(people: make.Cast, ticket: Ticket) -> None:
    """With the reason alone, which becomes a message; without one nothing happens and the words stay."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    with unchanged():
        short = client.post(_at(ticket, "/reopening"), {"why": "Опять"})
    assert (short.status_code, field(short, "why")) == (422, "Опять")
    client.post(_at(ticket, "/reopening"), {"why": "Чек печатается через раз"})
    ticket.refresh_from_db()
    assert (ticket.is_open, ticket.reopened) == (True, 1)
    assert Message.objects.latest("pk").public
    with unchanged():
        again = client.post(_at(ticket, "/reopening"), {"why": "Чек печатается через раз"})
    assert again.status_code == 409


def test_confirming_and_withdrawing(people: make.Cast, ticket: Ticket) -> None:
    """Done work is confirmed, other work withdrawn; twice is once."""
    client = visitor(people.client)
    client.post(_at(ticket, "/closure"))
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    with unchanged():
        assert client.post(_at(ticket, "/closure")).status_code == 302
    assert ru("Withdrawn") in words_of(client.get(_at(ticket), {"history": "1"}))


def test_only_a_press_does_anything(people: make.Cast, ticket: Ticket) -> None:
    """What changes a request takes forms alone, from our own pages."""
    make.reply(people.agent, ticket, status="resolved")
    client = visitor(people.client)
    foreign = visitor(people.client, csrf=True)
    with unchanged():
        for noun in ("/rating", "/closure", "/reopening", "/messages"):
            assert client.get(_at(ticket, noun)).status_code == 405
            forged = {"value": "5", "why": "Чек печатается через раз", "text": "x"}
            assert foreign.post(_at(ticket, noun), forged).status_code == 403


def test_the_history_a_client_sees(people: make.Cast, ticket: Ticket) -> None:
    """What concerns them, without who on our side did it, or what is between us."""
    commands.take(people.agent, ticket)
    commands.edit(people.agent, ticket, commands.Edit(priority=Priority.objects.get(code="high")))
    make.reply(people.agent, ticket, status="resolved")
    page = text_of(visitor(people.client).get(_at(ticket), {"history": "1"}))
    told = page.split('class="story"')[1].split("</details>")[0]
    assert ru("Done") in told
    assert ru("Registered") in told
    for hidden in ("Елена Белова", "Приоритет", "Группа"):
        assert hidden not in told
