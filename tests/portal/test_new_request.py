"""A new request by its client."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.catalogue.commands import create_service
from otklik.catalogue.commands.make import ServiceSpec
from otklik.catalogue.models import Category, Service, TicketType
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import StoredFile
from otklik.core.translated import translated
from otklik.organisation.commands import change_setting
from otklik.organisation.models import Brand
from otklik.tickets.models import MessageFile, Ticket
from tests import make
from tests.support.pages import field, fields_of, ru, visitor, words_of
from tests.support.writes import rows, unchanged

NEW = "/requests/new"
FORM = {"subject": "Не печатает", "text": "Стоит\nс утра"}


def test_a_request(people: make.Cast) -> None:
    """For oneself, to the team of the service; then its page."""
    make.service("7", team=people.it)
    client = visitor(people.client)
    key = field(client.get(f"{NEW}?service=7"), "idempotency_key")
    answer = client.post(NEW, {**FORM, "service": "7", "idempotency_key": key})
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        302, f"/requests/{ticket.number}/registered",
    )  # fmt: skip
    assert (ticket.contact, ticket.company) == (make.contact_of(people.client), people.company)
    assert (ticket.via, ticket.team, ticket.initiator_contact_id) == (
        "portal", people.it, people.client.contact_id,
    )  # fmt: skip
    with unchanged():
        again = client.post(NEW, {**FORM, "service": "7", "idempotency_key": key})
    assert again.headers["Location"] == answer.headers["Location"]


def test_services_not_for_clients(people: make.Cast) -> None:
    """Internal, hidden, packages, of another brand or another category of clients: not offered, and a forged
    code registers nothing."""
    make.service("open")
    create_service(
        BY_SYSTEM, ServiceSpec("inner", translated(ru="Внутренняя услуга"), team=people.hr, public=False)
    )
    create_service(BY_SYSTEM, ServiceSpec("pack", translated(ru="Пакет"), team=people.hr, is_package=True))
    foreign = make.service("foreign")
    foreign.brands.add(Brand.objects.create(code="other", name=translated(ru="Другая марка")))
    make.service("vip")
    Service.objects.filter(code="vip").update(for_categories=["VIP"])
    hidden = make.service("gone", team=people.hr)
    Service.objects.filter(pk=hidden.pk).update(hidden=True)
    small.bump()
    client = visitor(people.client)
    words = words_of(client.get(NEW))
    assert "Услуга open" in words
    for name in ("Внутренняя услуга", "Пакет", "Услуга gone", "Услуга foreign", "Услуга vip"):
        assert name not in words
    for code in ("inner", "pack", "gone", "nonsense", "foreign", "vip"):
        with unchanged():
            assert client.post(NEW, {**FORM, "service": code}).status_code == 404


def test_what_is_missing_comes_back_whole(people: make.Cast) -> None:
    """Words and files; said beside the field."""
    make.service("7")
    early = make.file(people.client)
    post = {
        "subject": "",
        "text": "Стоит <с> утра",
        "service": "7",
        "file": str(early.uid),
        "files": SimpleUploadedFile("ещё.txt", b"1"),
        "idempotency_key": "k",
    }
    answer = visitor(people.client).post(NEW, post)
    assert answer.status_code == 422
    assert rows(Ticket) == 0
    assert (field(answer, "text"), field(answer, "service"), field(answer, "idempotency_key")) == (
        "Стоит <с> утра", "7", "k",
    )  # fmt: skip
    late = StoredFile.objects.get(name="ещё.txt")
    assert fields_of(answer)["file"] == [str(early.uid), str(late.uid)]
    assert ru("Write in a few words what it is about.") in words_of(answer)


@pytest.mark.parametrize("change", [{"subject": " "}, {"text": ""}, {"file": "nonsense"}])
def test_what_cannot_be(people: make.Cast, change: dict[str, str]) -> None:
    """Nothing is written."""
    client = visitor(people.client)
    with unchanged():
        assert client.post(NEW, {**FORM, **change}).status_code == 422


def test_files_are_ones_own(people: make.Cast) -> None:
    """A colleague's upload cannot be sent along."""
    foreign = make.file(people.colleague)
    client = visitor(people.client)
    with unchanged():
        assert client.post(NEW, {**FORM, "file": str(foreign.uid)}).status_code == 422
    assert rows(MessageFile) == 0


def test_what_a_client_cannot_choose(people: make.Cast) -> None:
    """Team, assignee and contact in a forged form change nothing of the request."""
    agent = make.agent_of(people.agent)
    forged = {"team": "hr", "assignee": f"agent:{agent.uid}", "contact": "1", "brand": "1"}
    visitor(people.client).post(NEW, {**FORM, **forged})
    ticket = Ticket.objects.select_related("type", "priority").get()
    assert (ticket.team, ticket.assignee, ticket.priority.code) == (people.front, None, "normal")
    assert ticket.contact_id == people.client.contact_id
    assert ticket.type is not None
    assert ticket.type.code == "request"


@pytest.mark.parametrize(
    "forged", [{"priority": "immediate"}, {"type": "internal"}, {"categories": "urgent"}, {"company": "1"}]
)
def test_choices_that_were_not_offered(people: make.Cast, forged: dict[str, str]) -> None:
    """Are refused where the form did not ask; then nothing is registered."""
    client = visitor(people.client)
    with unchanged():
        assert client.post(NEW, {**FORM, **forged}).status_code == 422


def test_what_may_be_opened_to_clients(people: make.Cast) -> None:
    """Type and urgency, where an administrator opens them (PORT-2); an internal type never."""
    for key in ("portal.ask_type", "portal.ask_priority"):
        change_setting(people.admin.ref, key, True)
    client = visitor(people.client)
    words = words_of(client.get(f"{NEW}?service=-"))
    assert ru("How urgent is it?") in words
    client.post(NEW, {**FORM, "priority": "immediate", "type": "incident"})
    ticket = Ticket.objects.select_related("type", "priority").get()
    assert (ticket.priority.code, ticket.type.code if ticket.type else "") == ("immediate", "incident")
    internal = TicketType.objects.filter(internal=True).first()
    assert internal is not None
    with unchanged():
        assert client.post(NEW, {**FORM, "type": internal.code}).status_code == 422


def test_the_catalogue(people: make.Cast) -> None:
    """Found by any part of code or title, in any package's name; what does not fit can be described."""
    pack = create_service(
        BY_SYSTEM, ServiceSpec("hr", translated(ru="Кадры"), team=people.hr, is_package=True)
    )
    spec = ServiceSpec(
        "254001", translated(ru="Заказ справок", en="Certificates"), team=people.hr, parent=pack
    )
    create_service(BY_SYSTEM, spec)
    make.service("7")
    client = visitor(people.client)
    for words in ("254", "справ", "кадр справ", "certif", "ПРАВОК"):
        assert "Заказ справок" in words_of(client.get(NEW, {"q": words}))
        assert "Услуга 7" not in words_of(client.get(NEW, {"q": words}))
    assert ru("No such service") in words_of(client.get(NEW, {"q": "касса"}))
    assert "Кадры" in words_of(client.get(f"{NEW}?service=254001"))
    assert ru("In a few words") in words_of(client.get(f"{NEW}?service=-"))


def test_again_as_before(people: make.Cast) -> None:
    """An older request of one's own fills the form; another's number is not found."""
    ticket = make.ticket(people.client, "Завести кассира", "Новый кассир", service=make.service("7"))
    client = visitor(people.client)
    page = client.get(f"{NEW}?like={ticket.number}")
    assert (field(page, "subject"), field(page, "text")) == ("Завести кассира", "Новый кассир")
    assert visitor(people.stranger).get(f"{NEW}?like={ticket.number}").status_code == 404


def test_personal_documents(people: make.Cast) -> None:
    """Asked about once, with everything typed kept; sent when the sender is sure (REG-13)."""
    client = visitor(people.client)
    form = {**FORM, "text": "Карта 4111 1111 1111 1111 не проходит"}
    with unchanged():
        page = client.post(NEW, form)
    assert page.status_code == 422
    assert ru("a bank card's number") in words_of(page)
    assert field(page, "text") == form["text"]
    assert client.post(NEW, {**form, "sure": "1"}).status_code == 302


def test_registered(people: make.Cast) -> None:
    """The number and what happens next; for whoever may see the request, nobody else."""
    ticket = make.ticket(people.client)
    page = visitor(people.client).get(f"/requests/{ticket.number}/registered")
    assert ticket.number in words_of(page)
    assert "client@alpha.test" in words_of(page)
    assert visitor(people.stranger).get(f"/requests/{ticket.number}/registered").status_code == 404


def test_the_address_of_one_request(people: make.Cast) -> None:
    """Mail and phone may be others than on the card, for this request alone."""
    visitor(people.client).post(NEW, {**FORM, "email": "Shop@Alpha.test", "phone": "8 900 123-45-67"})
    ticket = Ticket.objects.get()
    assert (ticket.contact_email, ticket.contact_phone) == ("shop@alpha.test", "8 900 123-45-67")
    assert visitor(people.client).post(NEW, {**FORM, "email": "nonsense"}).status_code == 422


def test_what_a_service_asks_for(people: make.Cast) -> None:
    """What its form asks, with what is required; missing ones are named beside their fields."""
    service = make.service("7", team=people.it)
    paper = Category.objects.create(code="paper", name=translated(ru="Бумага"))
    service.categories.add(paper)
    asked = ["type", "priority", "categories", "phone"]
    Service.objects.filter(pk=service.pk).update(asks=asked, requires=["categories", "phone", "files"])
    small.bump()
    client = visitor(people.client)
    words = words_of(client.get(f"{NEW}?service=7"))
    for said in ("What is needed?", "What exactly?", "How urgent is it?", "This service needs one."):
        assert ru(said) in words
    with unchanged():
        page = client.post(NEW, {**FORM, "service": "7", "priority": "high"})
    for said in (
        "Choose what it is about.",
        "Give a phone number: this service needs one.",
        "Attach a file: this service needs one.",
    ):
        assert ru(said) in words_of(page)
    full = {**FORM, "service": "7", "priority": "high", "categories": "paper", "phone": "123"}
    client.post(NEW, {**full, "files": SimpleUploadedFile("акт.txt", b"1")})
    ticket = Ticket.objects.select_related("priority").get()
    assert (ticket.priority.code, ticket.contact_phone, list(ticket.categories.all())) == (
        "high",
        "123",
        [paper],
    )
