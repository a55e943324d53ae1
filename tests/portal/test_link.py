"""The personal link of a letter: one request for whoever holds it, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import override_settings

from otklik.core import signing
from otklik.core.actors import ActorKind, Via
from otklik.core.models import StoredFile
from otklik.notifications.links import PERSONAL_LINK, opinion_link, personal_link
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, MessageFile, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ru, text_of, visitor, words_of
from tests.support.picture import PICTURE
from tests.support.writes import rows, unchanged

HOST = "http://127.0.0.1:8000"


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's request with a file, answered."""
    made = make.ticket(people.client, team=people.it, files=[make.file(people.client)])
    make.reply(people.agent, made)
    return made


@pytest.fixture
def unknown(people: make.Cast) -> Ticket:
    """A request of an address that is no contact's."""
    sender = Actor(ActorKind.SENDER, Via.MAIL, name="Кто-то", email="who@shop.test")
    what = Registration(
        "Без учётки", from_text("Помогите"), sender_email="who@shop.test", sender_name="Кто-то"
    )
    return commands.register(sender, what)


def _link(ticket: Ticket, person: Actor | None = None) -> str:
    return re.sub(r"^https?://[^/]+", "", personal_link(ticket.pk, person.contact_id if person else 0))


def _altered(link: str) -> list[str]:
    """The link with each of its signed characters made another in turn."""
    head, signed = link.rsplit("/", 1)
    return [
        f"{head}/{signed[:at]}{'a' if letter != 'a' else 'b'}{signed[at + 1 :]}"
        for at, letter in enumerate(signed)
    ]


def test_the_request_without_signing_in(people: make.Cast, ticket: Ticket) -> None:
    """With its conversation and files, never a note; not for search engines, nor for anybody's cache."""
    make.note(people.agent, ticket, "тайное слово")
    nobody = visitor()
    page = nobody.get(_link(ticket, people.client))
    words = words_of(page)
    assert page.status_code == 200
    assert "Мастер уже едет." in words
    assert "тайное" not in words
    assert (page.headers["X-Robots-Tag"], page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "noindex, nofollow", "private, no-store", "same-origin",
    )  # fmt: skip
    (address,) = set(re.findall(r'href="(/t/[^"]+/files/[^"]+)"', text_of(page)))
    picture = nobody.get(address)
    assert (picture.status_code, picture.headers["Content-Type"], list(picture)) == (
        200, "image/png", [PICTURE],
    )  # fmt: skip
    uid = address.rsplit("/", 1)[1]
    assert nobody.get(f"/files/{uid}").status_code == 404


def test_a_link_opens_one_request(people: make.Cast, ticket: Ticket) -> None:
    """Not the holder's others, nor their files, nor the company's of a manager, nor the portal."""
    other = make.ticket(people.client, "Другая", files=[make.file(people.client, "другой.png")])
    hidden = make.file(people.agent, "схема.png")
    make.note(people.agent, ticket, "тайное", files=[hidden])
    nobody, link = visitor(), _link(ticket, people.manager)
    assert nobody.get(link).status_code == 200
    for file in StoredFile.objects.filter(name__in=("другой.png", "схема.png")):
        assert nobody.get(f"{link}/files/{file.uid}").status_code == 404
    assert nobody.get(f"/requests/{other.number}").status_code == 302
    assert other.subject not in words_of(nobody.get(link))


def test_an_altered_link_does_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Whatever letter of it is another; nor one made for another purpose. The page says so."""
    nobody = visitor()
    opinion = opinion_link(ticket.pk, people.client.contact_id).rsplit("/", 1)[1]
    reply_token = signing.sign("reply", ticket.pk, people.client.contact_id or 0)
    wrong = [
        *_altered(_link(ticket, people.client)),
        f"/t/{opinion}",
        f"/t/{reply_token}",
        "/t/x",
        "/t/" + "a" * 200,
    ]
    with unchanged():
        for address in wrong:
            page = nobody.get(address)
            assert (address, page.status_code) == (address, 404)
            for noun, form in (
                ("messages", {"text": "x"}),
                ("closure", {}),
                ("rating", {"value": "1"}),
                ("reopening", {"why": "Чек печатается через раз"}),
            ):
                assert nobody.post(f"{address}/{noun}", form).status_code == 404
    assert ru("This link no longer works") in words_of(nobody.get(wrong[0]))


@override_settings(SECRET_KEY="another key", SECRET_KEY_FALLBACKS=[])
def test_links_are_withdrawn_with_the_key(people: make.Cast, ticket: Ticket) -> None:
    """All of them at once; those of an old key that is kept still open."""
    with override_settings(SECRET_KEY="the key of before"):
        link = _link(ticket, people.client)
    assert visitor().get(link).status_code == 404
    with override_settings(SECRET_KEY_FALLBACKS=["the key of before"]):
        assert visitor().get(link).status_code == 200


def test_what_is_gone(people: make.Cast, ticket: Ticket) -> None:
    """A deleted request, one handed to another contact, a contact who left: the link says no more."""
    link, other = _link(ticket, people.client), _link(ticket, people.stranger)
    assert visitor().get(other).status_code == 404
    commands.delete_ticket(people.admin, ticket)
    assert visitor().get(link).status_code == 404


def test_answering_by_link(people: make.Cast, ticket: Ticket) -> None:
    """As the contact, with early and late files; the same form again writes nothing."""
    nobody, link = visitor(csrf=True), _link(ticket, people.client)
    page = nobody.get(link)
    form = {
        "csrfmiddlewaretoken": field_of_first(page, "csrfmiddlewaretoken"),
        "text": "Спасибо",
        "idempotency_key": field(page, "idempotency_key"),
    }
    early = (
        visitor(script=True).post(f"{link}/uploads", {"file": SimpleUploadedFile("ранний.txt", b"1")}).json()
    )
    assert nobody.post(f"{link}/messages", {**form, "file": early["uid"]}).status_code == 302
    message = Message.objects.latest("pk")
    assert (message.contact_id, message.via, message.public) == (people.client.contact_id, "link", True)
    assert MessageFile.objects.filter(message=message).count() == 1
    with unchanged():
        assert nobody.post(f"{link}/messages", {**form, "file": early["uid"]}).status_code == 302
        assert visitor(csrf=True).post(f"{link}/messages", form).status_code == 403


def field_of_first(page: HttpResponseBase, name: str) -> str:
    """The first of the fields of this name: every form has its own token."""
    return fields_of(page)[name][0]


def test_an_address_without_a_contact(people: make.Cast, unknown: Ticket) -> None:
    """Reads, answers with files, rates; files not sent yet are held by signed handles."""
    link = _link(unknown)
    early = (
        visitor(script=True).post(f"{link}/uploads", {"file": SimpleUploadedFile("ранний.txt", b"1")}).json()
    )
    refused = visitor().post(f"{link}/messages", {"text": "x", "file": [early["uid"], "altered"]})
    assert (refused.status_code, field(refused, "text")) == (422, "x")
    kept = field(refused, "file")
    visitor().post(f"{link}/messages", {"text": "Вот снимок", "file": kept})
    message = Message.objects.latest("pk")
    assert (message.author_kind, message.author_email, message.public) == ("sender", "who@shop.test", True)
    assert rows(MessageFile) == 1
    with unchanged():
        again = visitor().post(f"{link}/messages", {"text": "Ещё раз", "file": kept})
    assert again.status_code == 422
    make.reply(people.dispatcher, unknown, status="resolved")
    visitor().post(f"{link}/rating", {"value": "5"})
    unknown.refresh_from_db()
    assert (unknown.rating, unknown.state) == (5, "closed")


def test_sending_back_by_link(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """With a reason; too late it says what to do."""
    make.reply(people.agent, ticket, status="resolved")
    link = _link(ticket, people.client)
    visitor().post(f"{link}/reopening", {"why": "Чек печатается через раз"})
    ticket.refresh_from_db()
    assert (ticket.is_open, ticket.reopened) == (True, 1)
    visitor().post(f"{link}/closure")
    frozen_clock.move(timedelta(days=30))
    with unchanged():
        late = visitor().post(f"{link}/reopening", {"why": "Чек печатается через раз"})
    assert late.status_code == 409


def test_a_signed_in_stranger_acts_as_the_links_holder(people: make.Cast, ticket: Ticket) -> None:
    """Who has the letter has the link: the session of this browser counts for nothing there."""
    visitor(people.stranger).post(f"{_link(ticket, people.client)}/messages", {"text": "От клиента"})
    assert Message.objects.latest("pk").contact_id == people.client.contact_id
    assert signing.read(PERSONAL_LINK, "x") is None


def test_in_the_holders_language(people: make.Cast, unknown: Ticket) -> None:
    """Until this browser is told another."""
    nobody = visitor()
    assert nobody.get(_link(unknown)).headers["Content-Language"] == "ru"
    nobody.cookies["language"] = "en"
    page = nobody.get(_link(unknown))
    assert (page.headers["Content-Language"], "Your answer" in words_of(page)) == ("en", True)
