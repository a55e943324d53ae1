"""A contact of several companies: a new ticket is of the one that is named, else of the main one."""

from __future__ import annotations

import pytest

from otklik.clients.companies_of import company_asked, several_of
from otklik.clients.models import Contact, ContactCompany
from otklik.core.errors import Invalid
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import fields_of, visitor, words_of
from tests.support.writes import refused, unchanged


@pytest.fixture
def several(people: make.Cast) -> Contact:
    """The client works for the other company, too."""
    contact = make.contact_of(people.client)
    ContactCompany.objects.create(contact=contact, company=people.other_company)
    return contact


def test_the_command(people: make.Cast, several: Contact) -> None:
    """Only one they have to do with; who sees that company's tickets sees it, who sees the main one's not."""
    what = Registration("Касса", from_text("Не бьёт"), contact=several, company=people.other_company)
    ticket = commands.register(people.client, what)
    assert (ticket.company, make.ticket(people.client).company) == (people.other_company, people.company)
    boss = make.client("Бета Директор", people.other_company, access=Contact.Access.COMPANY)
    for who, seen in ((people.client, True), (boss, True), (people.manager, False), (people.stranger, False)):
        assert visible_to(who).filter(pk=ticket.pk).exists() == seen
    third = make.company("ООО «Гамма»")
    for contact, company in ((several, third), (make.contact_of(people.colleague), people.other_company)):
        with refused(Invalid, fields={"company"}):
            commands.register(
                people.dispatcher, Registration("Касса", from_text("x"), contact=contact, company=company)
            )


def test_what_can_be_chosen(people: make.Cast, several: Contact) -> None:
    """The main one first; nobody with one company is asked; the main one need not be named."""
    assert several_of(people.client) == [people.company, people.other_company]
    assert several_of(people.colleague) == several_of(people.agent) == ()
    assert company_asked(several, str(people.company.uid)) is None
    assert company_asked(several, str(people.other_company.uid)) == people.other_company
    with refused(Invalid, fields={"company"}):
        company_asked(make.contact_of(people.colleague), str(people.other_company.uid))
    Contact.objects.filter(pk=several.pk).update(company=None)
    assert company_asked(Contact.objects.get(pk=several.pk), str(people.other_company.uid)) is not None


def test_the_forms(people: make.Cast, several: Contact) -> None:
    """The portal and the desk ask where there is something to choose, and only there."""
    client, other = visitor(people.client), str(people.other_company.uid)
    page = client.get("/requests/new")
    assert "ООО «Бета»" in words_of(page)
    assert "company" not in fields_of(visitor(people.colleague).get("/requests/new"))
    sent = {"subject": "Касса", "text": "Не бьёт чек", "idempotency_key": "1"}
    assert client.post("/requests/new", {**sent, "company": other}).status_code == 302
    assert Ticket.objects.get().company == people.other_company
    with unchanged():
        wrong = {**sent, "idempotency_key": "2", "company": str(people.it.uid)}
        assert client.post("/requests/new", wrong).status_code == 422
    dispatcher = visitor(people.dispatcher)
    asked = {"contact": str(several.uid), "company": other}
    assert "company" in fields_of(dispatcher.get("/desk/contacts/chosen", asked))
    form = {**asked, "subject": "Звонок", "text": "Просит счёт", "client": several.name, "way": "phone"}
    assert dispatcher.post("/desk/tickets/new", {**form, "idempotency_key": "3"}).status_code == 302
    assert Ticket.objects.latest("pk").company == people.other_company


def test_the_api(people: make.Cast, several: Contact) -> None:
    """A contact names one of theirs; an agent one of the contact's, or any for nobody's ticket."""
    body = {"subject": "Касса", "text": "Не бьёт", "company": str(people.other_company.uid)}
    assert program(people.client).post("/tickets", body).status == 201
    assert Ticket.objects.latest("pk").company == people.other_company
    assert program(people.colleague).post("/tickets", body).problem == "invalid"
    agent = program(people.dispatcher)
    assert agent.post("/tickets", {**body, "contact": str(several.uid)}).status == 201
    assert agent.post("/tickets", body).status == 201
    assert list(Ticket.objects.values_list("company", flat=True)) == [people.other_company.pk] * 3
