"""Sending from the card: reply and note never mixed, nothing doubled, nothing typed ever lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.core import small
from otklik.core.models import StoredFile
from otklik.people.actor import SYSTEM
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.models import Draft, Message, MessageBody, MessageFile, Ticket
from tests import make
from tests.support.pages import field, fields_of, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, rows, unchanged

NEWER = "A new message came while you were writing. Read it, then send again."


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _card(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.number}"


def _open(browser: Client, ticket: Ticket) -> dict[str, str]:
    """The hidden fields of the composer as the card gives them."""
    page = browser.get(_card(ticket))
    return {name: field(page, name) for name in ("idempotency_key", "base_message")}


def _last() -> Message:
    return Message.objects.select_related("body").latest("pk")


def test_a_reply_with_script(people: make.Cast, ticket: Ticket) -> None:
    """The answer is what is new in the thread, to be added; never the composer."""
    script = visitor(people.agent, script=True)
    answer = script.post(
        f"{_card(ticket)}/messages",
        {**_open(script, ticket), "kind": "reply", "reply_text": "Мастер\nедет <b>", "then": ""},
    )
    assert answer.status_code == 200
    message = _last()
    assert (message.kind, message.public, message.body.text) == ("reply", True, "Мастер\nедет <b>")
    page = text_of(answer)
    assert f'id="m-{message.pk}"' in page
    assert "<p>Мастер<br>едет &lt;b&gt;</p>" in page
    assert f'id="m-{ticket.last_public_id}"' not in page
    assert "data-composer" not in page


def test_without_script_the_fields_of_the_kind_count(people: make.Cast, ticket: Ticket) -> None:
    """Both texts come: only the chosen one is sent, where it belongs; the other stays in nobody's thread."""
    plain = visitor(people.agent)
    both = {"reply_text": "Клиенту", "note_text": "Про себя", "then": ""}
    for kind, said, public in (("note", "Про себя", False), ("reply", "Клиенту", True)):
        answer = plain.post(f"{_card(ticket)}/messages", {**_open(plain, ticket), **both, "kind": kind})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{_card(ticket)}#new")
        assert (_last().body.text, _last().public, _last().kind) == (said, public, kind)
    assert rows(MessageBody, text__contains="Про себя") == rows(MessageBody, text__contains="Клиенту") == 1


def test_send_and_resolve(people: make.Cast, ticket: Ticket) -> None:
    """One button, one step; a note never moves the ticket, whatever comes with it."""
    plain = visitor(people.agent)
    note = {**_open(plain, ticket), "kind": "note", "note_text": "Про себя", "then": "resolved"}
    plain.post(f"{_card(ticket)}/messages", note)
    assert Ticket.objects.get().state == "open"
    reply = {**_open(plain, ticket), "kind": "reply", "reply_text": "Готово", "then": "resolved"}
    with recorded() as events:
        plain.post(f"{_card(ticket)}/messages", reply)
    assert kinds(events) == ["reply.sent", "ticket.taken", "ticket.resolved"]
    assert len({event.batch_id for event in events}) == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_sends_once(people: make.Cast, ticket: Ticket, script: bool) -> None:
    """The same key: the second is answered like the first and writes nothing."""
    agent = visitor(people.agent, script=script)
    post = {**_open(agent, ticket), "kind": "reply", "reply_text": "Едем", "then": ""}
    first = agent.post(f"{_card(ticket)}/messages", post)
    with unchanged():
        second = agent.post(f"{_card(ticket)}/messages", post)
    assert first.status_code == second.status_code
    assert rows(Message) == 2
    assert f'id="m-{_last().pk}"' in text_of(second) or not script


def test_the_back_button_does_not_send_other_words(people: make.Cast, ticket: Ticket) -> None:
    """A page from the browser's memory has a used key: new words under it are refused, and kept."""
    plain = visitor(people.agent)
    old = {**_open(plain, ticket), "kind": "reply", "then": ""}
    plain.post(f"{_card(ticket)}/messages", {**old, "reply_text": "Едем"})
    with unchanged():
        answer = plain.post(f"{_card(ticket)}/messages", {**old, "reply_text": "Другое"})
    assert answer.status_code == 409
    assert field(answer, "reply_text") == "Другое"
    again = {**old, "idempotency_key": field(answer, "idempotency_key"), "reply_text": "Другое"}
    again["base_message"] = field(answer, "base_message")
    assert plain.post(f"{_card(ticket)}/messages", again).status_code == 302
    assert _last().body.text == "Другое"


def test_a_newer_message_is_read_first(people: make.Cast, ticket: Ticket) -> None:
    """With script: why, above the box, and "send anyway". Without: the page with the news and the words."""
    script, plain = visitor(people.agent, script=True), visitor(people.agent)
    post = {**_open(script, ticket), "kind": "reply", "reply_text": "Едем", "note_text": "про себя"}
    make.message(people.client, ticket, "Не надо!")
    with unchanged():
        stopped = script.post(f"{_card(ticket)}/messages", post)
        page = plain.post(f"{_card(ticket)}/messages", post)
    assert (stopped.status_code, page.status_code) == (409, 409)
    assert ru(NEWER) in words_of(stopped)
    assert 'name="force" value="1"' in text_of(stopped)
    assert ru(NEWER) in words_of(page)
    assert "Не надо!" in words_of(page)
    assert (field(page, "reply_text"), field(page, "note_text")) == ("Едем", "про себя")
    assert field(page, "base_message") == str(_last().pk)
    assert script.post(f"{_card(ticket)}/messages", {**post, "force": "1"}).status_code == 200
    assert _last().body.text == "Едем"


def test_what_is_refused_comes_back_whole(people: make.Cast, ticket: Ticket) -> None:
    """Words of both kinds, files sent early and files of the form itself, and the way to try again."""
    plain = visitor(people.agent)
    early = make.file(people.agent, "ранний.png")
    post = {
        **_open(plain, ticket),
        "kind": "reply",
        "reply_text": "Готово",
        "note_text": "про себя",
        "reply_file": str(early.uid),
        "reply_files": SimpleUploadedFile("поздний.txt", b"text", "text/plain"),
        "then": "closed",
    }
    answer = plain.post(f"{_card(ticket)}/messages", post)
    assert answer.status_code == 409
    assert (field(answer, "reply_text"), field(answer, "note_text")) == ("Готово", "про себя")
    late = StoredFile.objects.get(name="поздний.txt")
    assert fields_of(answer)["reply_file"] == [str(early.uid), str(late.uid)]
    assert "note_file" not in fields_of(answer)
    assert (rows(Message), rows(MessageFile)) == (1, 0)
    again = {**post, "then": "", "reply_file": [str(early.uid), str(late.uid)]}
    del again["reply_files"]
    assert plain.post(f"{_card(ticket)}/messages", again).status_code == 302
    assert list(_last().attached.order_by("position").values_list("file__name", flat=True)) == [
        "ранний.png", "поздний.txt",
    ]  # fmt: skip


def test_an_empty_send_says_so(people: make.Cast, ticket: Ticket) -> None:
    """Nothing written: 422 and the words; the draft that was kept stays."""
    commands.save_draft(people.agent, ticket, "reply", "Черновик")
    plain = visitor(people.agent)
    plain.get(_card(ticket))
    with unchanged():
        answer = plain.post(f"{_card(ticket)}/messages", {"kind": "reply", "reply_text": " \n"})
    assert answer.status_code == 422
    assert ru("Write the reply or attach a file.") in words_of(answer)
    assert rows(Draft) == 1
    with unchanged():
        done = plain.post(
            f"{_card(ticket)}/messages", {"kind": "reply", "reply_text": "", "then": "resolved"}
        )
    assert ru("Write what was done: the client gets it with the news.") in words_of(done)


def test_who_may_not_reply_is_offered_the_note_alone(people: make.Cast, ticket: Ticket) -> None:
    """Without the right there is no reply box, and a forged reply is refused."""
    Role.objects.filter(code="specialist").update(rights=["tickets.note"])
    small.bump()
    plain = visitor(people.agent)
    assert "reply_text" not in fields_of(plain.get(_card(ticket)))
    with unchanged():
        answer = plain.post(f"{_card(ticket)}/messages", {"kind": "reply", "reply_text": "Едем"})
    assert answer.status_code == 403
    note = plain.post(f"{_card(ticket)}/messages", {"kind": "note", "note_text": "Сам"})
    assert note.status_code == 302


def test_a_closed_ticket_takes_notes_alone(people: make.Cast, ticket: Ticket) -> None:
    """No reply box; a reply from an old page is refused and kept."""
    commands.set_status(SYSTEM, ticket, "closed")
    plain = visitor(people.agent)
    assert "reply_text" not in fields_of(plain.get(_card(ticket)))
    answer = plain.post(f"{_card(ticket)}/messages", {"kind": "reply", "reply_text": "Поздно"})
    assert answer.status_code == 409
    assert "Поздно" in text_of(answer)


def test_a_foreign_ticket_takes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """404 like one that is not there."""
    outsider = visitor(people.outsider)
    with unchanged():
        answer = outsider.post(f"{_card(ticket)}/messages", {"kind": "note", "note_text": "x"})
    assert answer.status_code == 404


def test_a_draft_behind_its_own_sending_does_not_come_back(people: make.Cast, ticket: Ticket) -> None:
    """Pressed within a second of typing, the page's save may land last: the box is empty all the same."""
    agent = visitor(people.agent, script=True)
    page = _open(agent, ticket)
    late = {"kind": "reply", "text": "Готово", "idempotency_key": page["idempotency_key"]}
    sent = agent.post(f"{_card(ticket)}/messages", {**page, "kind": "reply", "reply_text": "Готово"})
    assert sent.status_code == 200
    with unchanged():
        assert agent.post(f"{_card(ticket)}/draft", late).json() == {"at": None}
    assert field(agent.get(_card(ticket)), "reply_text") == ""
    note = agent.post(f"{_card(ticket)}/draft", {**late, "kind": "note", "text": "Про себя"})
    assert note.json()["at"]
    again = {**late, "idempotency_key": _open(agent, ticket)["idempotency_key"]}
    assert agent.post(f"{_card(ticket)}/draft", again).json()["at"]
    assert rows(Draft) == 2
