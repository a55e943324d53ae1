"""Requests without an account: what is taken, from whom, and what the page never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client, override_settings

from otklik.clients.models import Contact
from otklik.config.bridge import Answer
from otklik.core.models import Event
from otklik.core.translated import translated
from otklik.organisation.commands import change_setting
from otklik.organisation.models import Brand
from otklik.tickets.models import MessageFile, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, ru, visitor, words_of
from tests.support.writes import rows, unchanged

NEW = "/new"
FORM = {
    "name": "Анна Прохожая",
    "email": "anna@street.test",
    "subject": "Не открывается дверь",
    "text": "Склад закрыт с утра",
}


@pytest.fixture
def form(people: make.Cast, frozen_clock: FrozenClock) -> dict[str, str]:
    """A form as a person fills it in: opened a minute ago."""
    opened = field(visitor().get(f"{NEW}?service=-"), "opened")
    frozen_clock.move(timedelta(minutes=1))
    return {**FORM, "opened": opened}


def _send(form: dict[str, str], client: Client | None = None) -> HttpResponseBase:
    return (client or visitor()).post(NEW, form)


def test_an_unknown_address(people: make.Cast, form: dict[str, str]) -> None:
    """Becomes a contact as mail would make one; the page shows the number and nothing else."""
    answer = _send({**form, "phone": "8 900 123-45-67"})
    ticket = Ticket.objects.get()
    assert (ticket.via, ticket.contact_email, ticket.contact_phone) == (
        "form",
        "anna@street.test",
        "+79001234567",
    )
    assert ticket.contact is not None
    assert ticket.contact.name == "Анна Прохожая"
    page = visitor().get(answer.headers["Location"])
    assert ticket.number in words_of(page)
    assert ticket.subject not in words_of(page)


def test_a_known_address_looks_the_same(people: make.Cast, form: dict[str, str]) -> None:
    """Bound to its contact, who sees it in the portal; whoever filled in the form learns nothing of them."""
    answer = _send({**form, "email": "Client@Alpha.test"})
    ticket = Ticket.objects.get()
    assert (ticket.contact_id, ticket.company_id) == (people.client.contact_id, people.company.pk)
    page = words_of(visitor().get(answer.headers["Location"]))
    for said in ("Клиентов", "Альфа", "client@alpha.test"):
        assert said not in page
    assert ticket.subject in words_of(visitor(people.client).get("/"))


def test_the_address_typed_is_shown_to_who_typed_it(people: make.Cast, form: dict[str, str]) -> None:
    """So that a mistyped one is seen at once; in no other browser, and not by an altered cookie."""
    client = visitor()
    page = _send({**form, "email": "client@alpha.test"}, client).headers["Location"]
    assert "client@alpha.test" in words_of(client.get(page))
    assert "client@alpha.test" not in words_of(visitor().get(page))
    client.cookies["sent_to"].set("sent_to", "else@alpha.test:1:x", "else@alpha.test:1:x")
    assert "else@alpha.test" not in words_of(client.get(page))


def test_an_address_of_other_letters_than_latin(people: make.Cast, form: dict[str, str]) -> None:
    """The cookie that keeps it goes out in a header, which the server writes in Latin-1."""
    client = visitor()
    with override_settings(SESSION_COOKIE_SECURE=True):
        answer = _send({**form, "email": "почта@пример.рф"}, client)
    (cookie,) = answer.cookies.values()
    Answer().start("302 Found", [("Set-Cookie", cookie.OutputString())])
    assert (rows(Ticket), cookie["secure"]) == (1, True)
    page = client.get(answer.headers["Location"], secure=True)
    assert "почта@пример.рф" in words_of(page)


def test_twice_is_once(people: make.Cast, form: dict[str, str]) -> None:
    """A second press makes no second request."""
    form["idempotency_key"] = "a-key-of-the-page"
    first = _send(form)
    second = _send(form)
    assert (rows(Ticket), first.status_code, second.status_code) == (1, 302, 302)


def test_what_is_missing_comes_back_whole(people: make.Cast, form: dict[str, str]) -> None:
    """Words and files, beside what is wrong; a file held by its signed handle is sent with the next try."""
    post = {**form, "email": "nonsense", "files": SimpleUploadedFile("дверь.jpg", b"1")}
    refused = visitor().post(NEW, post)
    assert (refused.status_code, field(refused, "subject"), rows(Ticket)) == (422, FORM["subject"], 0)
    assert _send({**form, "file": field(refused, "file")}).status_code == 302
    assert rows(MessageFile) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"email": ""}, {"subject": " "}, {"text": ""}, {"phone": "12"}, {"file": "altered"},
        {"website": "http://spam.test"}, {"opened": ""}, {"opened": "altered"}, {"service": "nonsense"},
        {"type": "internal"}, {"priority": "immediate"},
    ],
)  # fmt: skip
def test_what_is_refused(people: make.Cast, form: dict[str, str], change: dict[str, str]) -> None:
    """Missing and forged fields, and what programs fill in: nothing is registered."""
    with unchanged():
        assert _send({**form, **change}).status_code in (404, 422)
    assert rows(Ticket) == 0


def test_nobody_is_that_quick(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A form filled in within three seconds comes back, and is taken when it is sent again."""
    opened = field(visitor().get(f"{NEW}?service=-"), "opened")
    frozen_clock.move(timedelta(seconds=1))
    hasty = _send({**FORM, "opened": opened})
    assert (hasty.status_code, rows(Ticket)) == (422, 0)
    frozen_clock.move(timedelta(seconds=5))
    assert _send({**FORM, "opened": field(hasty, "opened")}).status_code == 302


def test_how_often(people: make.Cast, form: dict[str, str]) -> None:
    """So many an hour from one place, fewer for one mail address."""
    client = visitor()
    codes = [_send({**form, "subject": f"№ {n}"}, client).status_code for n in range(6)]
    assert codes == [302] * 5 + [422]
    codes = [_send({**form, "email": f"n{n}@street.test"}, client).status_code for n in range(6)]
    assert codes == [302] * 5 + [429]


def test_only_services_of_this_brand(people: make.Cast, form: dict[str, str]) -> None:
    """By the host of the page; another brand's, and inner ones, are not there."""
    brand = Brand.objects.create(code="shop", name=translated(ru="Лавка"), base_url="https://shop.test")
    make.service("ours")
    theirs = make.service("theirs")
    theirs.brands.add(brand)
    vip = make.service("vip")
    vip.for_categories = ["VIP"]
    vip.save(update_fields=["for_categories"])
    change_setting(people.admin.ref, "portal.ask_type", True)
    words = words_of(visitor().get(NEW))
    assert ("Услуга ours" in words, "Услуга theirs" in words, "Услуга vip" in words) == (True, False, False)
    with unchanged():
        assert _send({**form, "service": "theirs"}).status_code == 404
        assert _send({**form, "service": "vip"}).status_code == 404
    shop = visitor()
    shop.defaults["HTTP_HOST"] = "shop.test"
    page = words_of(shop.get(NEW))
    assert ("Лавка" in page, "Услуга theirs" in page) == (True, True)
    assert _send({**form, "service": "theirs"}, shop).status_code == 302
    assert Ticket.objects.get().brand == brand


def test_from_whom(people: make.Cast, form: dict[str, str]) -> None:
    """Known contacts only: everybody sees the same page, and who was refused stands in the log."""
    change_setting(people.admin.ref, "form.accept_from", "known")
    known = _send({**form, "email": "client@alpha.test"})
    unknown = _send(form)
    pages = [words_of(visitor().get(answer.headers["Location"])) for answer in (known, unknown)]
    assert pages[0] == pages[1]
    assert rows(Ticket) == 1
    refused = Event.objects.get(kind="form.refused")
    assert refused.data == {"address": "anna@street.test", "why": "known"}


def test_listed_domains(people: make.Cast, form: dict[str, str]) -> None:
    """Others get an explanation, with everything typed kept."""
    change_setting(people.admin.ref, "form.accept_from", "domains")
    refused = _send(form)
    assert (refused.status_code, field(refused, "subject"), rows(Ticket)) == (403, FORM["subject"], 0)
    assert _send({**form, "email": "new@alpha.test"}).status_code == 302
    assert Ticket.objects.get().company_id == people.company.pk


def test_where_unknown_people_stay_unknown(people: make.Cast, form: dict[str, str]) -> None:
    """No contact is made; the request is registered all the same."""
    change_setting(people.admin.ref, "clients.create_from_unknown", False)
    before = rows(Contact)
    _send(form)
    ticket = Ticket.objects.get()
    assert (ticket.contact, ticket.contact_name, rows(Contact)) == (None, "Анна Прохожая", before)


def test_switched_off(people: make.Cast, form: dict[str, str]) -> None:
    """There is no such page then."""
    change_setting(people.admin.ref, "form.on", False)
    with unchanged():
        assert visitor().get(NEW).status_code == 404
        assert _send(form).status_code == 404
        assert visitor().post("/new/uploads", {"file": SimpleUploadedFile("x", b"1")}).status_code == 404


def test_who_is_signed_in_gets_the_portals_form(people: make.Cast) -> None:
    """With the service that was chosen."""
    answer = visitor(people.client).get(f"{NEW}?service=7")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/requests/new?service=7")


@override_settings(MAX_UPLOAD_BYTES=10)
def test_early_files(people: make.Cast, form: dict[str, str]) -> None:
    """Held for whoever sent them, by a handle that names no other file."""
    nobody = visitor(script=True)
    early = nobody.post("/new/uploads", {"file": SimpleUploadedFile("дверь.jpg", b"1")}).json()
    assert nobody.post("/new/uploads", {"file": SimpleUploadedFile("x", b"1" * 11)}).status_code == 422
    foreign = make.file(people.client)
    with unchanged():
        assert _send({**form, "file": str(foreign.uid)}).status_code == 422
        assert visitor().get(f"/files/{early['uid']}").status_code == 404
    assert _send({**form, "file": early["uid"]}).status_code == 302
    assert MessageFile.objects.get().file.name == "дверь.jpg"


def test_personal_documents(people: make.Cast, form: dict[str, str]) -> None:
    """Asked about once (REG-13)."""
    doubtful = {**form, "text": "Мой СНИЛС 112-233-445 95"}
    page = _send(doubtful)
    assert (page.status_code, rows(Ticket)) == (422, 0)
    assert ru("a SNILS number") in words_of(page)
    assert _send({**doubtful, "sure": "1"}).status_code == 302
