"""Registering while talking: for whom, to whom, and nothing typed is ever lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.clients.models import Contact
from otklik.core import small
from otklik.core.models import IdempotencyKey, StoredFile
from otklik.people.models import Role
from otklik.tickets.models import Message, MessageFile, Ticket
from tests import make
from tests.support.pages import field, fields_of, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, rows, unchanged

NEW = "/desk/tickets/new"
FORM = {"subject": "Не печатает", "text": "Стоит\nс утра", "way": "phone"}


def test_for_a_client_there_is(people: make.Cast) -> None:
    """The chosen one; by phone; the form's key is used."""
    contact = make.contact_of(people.client)
    dispatcher = visitor(people.dispatcher)
    page = dispatcher.get(NEW, {"contact": str(contact.uid)})
    key = field(page, "idempotency_key")
    assert field(page, "contact") == str(contact.uid)
    answer = dispatcher.post(NEW, {**FORM, "contact": str(contact.uid), "idempotency_key": key})
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/tickets/{ticket.number}")
    assert (ticket.contact, ticket.company, ticket.via) == (contact, people.company, "phone")
    assert Message.objects.get().body.html == "<p>Стоит<br>с утра</p>"
    assert IdempotencyKey.objects.get().key == key


def test_for_a_new_client(people: make.Cast) -> None:
    """Made with the ticket, or not at all."""
    dispatcher = visitor(people.dispatcher)
    client = {"name": "Новая Клиентка", "email": "New@far.test", "phone": "8 900 123-45-67"}
    with recorded() as events:
        dispatcher.post(NEW, {**FORM, **client})
    assert kinds(events) == ["contact.created", "ticket.registered"]
    contact = Contact.objects.get(name="Новая Клиентка")
    assert Ticket.objects.get().contact == contact
    assert contact.emails.get().email == "new@far.test"
    assert contact.phones.get().phone == "+79001234567"
    with unchanged():
        answer = dispatcher.post(NEW, {**FORM, **client, "email": "other@far.test", "subject": ""})
    assert answer.status_code == 422


def test_for_nobody(people: make.Cast) -> None:
    """A ticket without a client, in person; the address alone is kept on it."""
    visitor(people.dispatcher).post(NEW, {**FORM, "way": "", "email": "who@far.test"})
    ticket = Ticket.objects.get()
    assert (ticket.contact, ticket.contact_email, ticket.via) == (None, "who@far.test", "desk")


@pytest.mark.parametrize(
    ("value", "team", "assignee"), [("agent", "it", True), ("team:hr", "hr", False), ("", "front", False)]
)
def test_to_whom(people: make.Cast, value: str, team: str, assignee: bool) -> None:
    """Somebody with their team, a team, or nobody chosen: the dispatchers. Also for a specialist."""
    agent = make.agent_of(people.agent)
    value = f"agent:{agent.uid}" if value == "agent" else value
    answer = visitor(people.outsider).post(NEW, {**FORM, "assignee": value})
    assert answer.status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.team, ticket.assignee) == (getattr(people, team), agent if assignee else None)


def test_everything_chosen_is_on_the_ticket(people: make.Cast) -> None:
    """Service, type, priority, files sent early and with the form."""
    service, early = make.service("7", team=people.hr), make.file(people.dispatcher, "ранний.png")
    post = {
        **FORM,
        "service": "7",
        "type": "incident",
        "priority": "high",
        "file": str(early.uid),
        "files": SimpleUploadedFile("поздний.txt", b"text"),
    }
    visitor(people.dispatcher).post(NEW, post)
    ticket = Ticket.objects.select_related("type", "priority").get()
    assert (ticket.service, ticket.type and ticket.type.code, ticket.priority.code) == (
        service,
        "incident",
        "high",
    )
    assert (ticket.team, ticket.files) == (people.hr, 2)
    assert list(MessageFile.objects.order_by("position").values_list("file__name", flat=True)) == [
        "ранний.png", "поздний.txt",
    ]  # fmt: skip


def test_what_is_missing_comes_back_whole(people: make.Cast) -> None:
    """Every field as it was typed, the files, and what to mend beside its field."""
    make.service("7")
    early = make.file(people.dispatcher)
    typed = {
        "subject": "",
        "text": "Стоит <с> утра",
        "name": "Новая",
        "email": "нет",
        "phone": "12",
        "service": "7",
        "type": "complaint",
        "priority": "low",
        "assignee": "team:it",
        "way": "phone",
    }
    post = {
        **typed,
        "file": str(early.uid),
        "files": SimpleUploadedFile("ещё.txt", b"1"),
        "idempotency_key": "k",
    }
    answer = visitor(people.dispatcher).post(NEW, post)
    assert answer.status_code == 422
    assert (rows(Ticket), rows(Contact, name="Новая"), rows(IdempotencyKey)) == (0, 0, 0)
    found = fields_of(answer)
    assert {name: found[name] for name in typed} == {name: [value] for name, value in typed.items()}
    late = StoredFile.objects.get(name="ещё.txt")
    assert found["file"] == [str(early.uid), str(late.uid)]
    assert field(answer, "idempotency_key") == "k"
    words = words_of(answer)
    assert ru("Enter a mail address such as name@example.com.") in words
    assert ru("Enter the phone with its code: 10 digits after +7.") in words


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"subject": " "}, 422),
        ({"text": " "}, 422),
        ({"email": "нет"}, 422),
        ({"assignee": "agent:x"}, 422),
        ({"assignee": "team:x"}, 422),
        ({"contact": "nonsense"}, 422),
        ({"contact": "00000000-0000-7000-8000-000000000000"}, 422),
        ({"client": "Никого Такого"}, 422),
        ({"client": "ООО"}, 422),
        ({"file": "nonsense"}, 422),
        ({"name": "Ян", "email": "client@alpha.test"}, 422),
    ],
)
def test_what_cannot_be(people: make.Cast, change: dict[str, str], status: int) -> None:
    """Said on the form, which keeps what was typed; nothing is written."""
    dispatcher = visitor(people.dispatcher)
    with unchanged():
        answer = dispatcher.post(NEW, {**FORM, **change})
    assert answer.status_code == status
    assert field(answer, "text") == {**FORM, **change}["text"].strip()


def test_an_employee_who_left_meanwhile(people: make.Cast) -> None:
    """The open form still names them."""
    gone = make.employee("Бывший", teams=[people.it])
    make.leave(gone)
    dispatcher = visitor(people.dispatcher)
    with unchanged():
        answer = dispatcher.post(NEW, {**FORM, "assignee": f"agent:{gone.uid}"})
    assert answer.status_code == 422


def test_a_double_click_makes_one_ticket(people: make.Cast) -> None:
    """And leads to it both times; the back button's old key is no trap."""
    dispatcher = visitor(people.dispatcher)
    post = {**FORM, "idempotency_key": field(dispatcher.get(NEW), "idempotency_key")}
    first = dispatcher.post(NEW, post)
    with unchanged():
        second = dispatcher.post(NEW, post)
    assert first.headers["Location"] == second.headers["Location"]
    other = dispatcher.post(NEW, {**post, "subject": "Другое"})
    assert other.status_code == 409
    assert field(other, "subject") == "Другое"
    fresh = {**post, "subject": "Другое", "idempotency_key": field(other, "idempotency_key")}
    assert dispatcher.post(NEW, fresh).status_code == 302
    assert rows(Ticket) == 2


def test_without_the_right(people: make.Cast) -> None:
    """The button is not there, and a forged form is refused."""
    Role.objects.filter(code="specialist").update(rights=["tickets.note"])
    small.bump()
    agent = visitor(people.agent)
    assert f'href="{NEW}"' not in text_of(agent.get("/desk/tickets"))
    with unchanged():
        assert agent.post(NEW, FORM).status_code == 403


def test_finding_the_client(people: make.Cast) -> None:
    """Options by words, as far as one may know of them; what to know of the chosen one."""
    make.ticket(people.client, "Открытая", team=people.it)
    dispatcher = visitor(people.dispatcher, script=True)
    assert "Иван Клиентов" in words_of(dispatcher.get("/desk/contacts/options", {"q": "клиент"}))
    assert "Семён" not in words_of(visitor(people.agent).get("/desk/contacts/options", {"q": "сем"}))
    contact = make.contact_of(people.client)
    chosen = words_of(dispatcher.get("/desk/contacts/chosen", {"contact": str(contact.uid)}))
    assert "client@alpha.test" in chosen
    assert "Открытая" in chosen
    assert (
        visitor(people.outsider).get("/desk/contacts/chosen", {"contact": str(contact.uid)}).status_code
        == 404
    )
    assert dispatcher.get("/desk/contacts/chosen", {"contact": "nonsense"}).status_code == 404
