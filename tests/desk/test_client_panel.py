"""The client on the card: whom to bind an unknown sender to, who they are, what else is open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.commands import ContactSpec, Messenger, change_contact, create_contact
from otklik.clients.models import Company, Contact
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import fields_of, ru, text_of, visitor, words_of
from tests.support.writes import unchanged

UNKNOWN = Registration(
    "Касса", from_text("Не бьёт чек"), sender_email="vera@alpha.test", sender_name="Вера Далева"
)


@pytest.fixture
def unknown(people: make.Cast) -> list[Ticket]:
    """Three of a sender with the domain of a company that was not known when the first came."""
    what = replace(UNKNOWN, team=people.it)
    return [commands.register(SYSTEM, what) for _ in range(3)]


def _at(ticket: Ticket, part: str = "") -> str:
    return f"/desk/tickets/{ticket.number}{part}"


def test_a_contact_of_the_sender_in_one_press(people: make.Cast, unknown: list[Ticket]) -> None:
    """The button says who, where and how many go along; the answer renews the card and leads back."""
    page = visitor(people.dispatcher).get(_at(unknown[0]))
    words = words_of(page)
    for said in (
        ru("This sender is not among the contacts."),
        ru("New contact: %(name)s") % {"name": "Вера Далева"},
        "vera@alpha.test · ООО «Альфа»",
        "ещё 2 заявки этого отправителя",
    ):
        assert said in words
    script = visitor(people.dispatcher, script=True)
    pressed = {"make": "now", "along": "1", "keep": "1", "company": str(people.company.uid)}
    answer = script.post(_at(unknown[0], "/client"), pressed)
    contact = Contact.objects.get(name="Вера Далева")
    assert (contact.company, contact.emails.get().email) == (people.company, "vera@alpha.test")
    assert answer.status_code == 200
    assert _at(unknown[0], "/client/removal") in answer.headers["HX-Trigger"]
    assert ru("Undo the binding") in words_of(answer)
    assert Ticket.objects.filter(contact=contact).count() == 3
    history = words_of(visitor(people.dispatcher).get(_at(unknown[2])))
    assert ru("bound to a client") in history
    assert script.post(_at(unknown[0], "/client/removal")).status_code == 200
    assert Ticket.objects.filter(contact__isnull=True).count() == 3
    with unchanged():
        assert script.post(_at(unknown[0], "/client/removal")).status_code == 409


def test_who_is_alike_is_proposed(people: make.Cast, unknown: list[Ticket]) -> None:
    """By address, phone and name, each with its reason; a press keeps the address, without the right it does
    not; what one may not know of is not proposed."""
    namesake = create_contact(SYSTEM, ContactSpec("Вера Далёва", company=people.other_company))
    page = visitor(people.lead).get(_at(unknown[0]))
    assert f"ООО «Бета» · {ru('same name')}" in words_of(page)
    agent, outsider = visitor(people.agent), visitor(people.outsider)
    page = agent.get(_at(unknown[0]))
    assert "Вера Далёва" not in words_of(page)
    assert "make" not in fields_of(page)
    pressed = {"contact": str(namesake.uid), "keep": "1"}
    with unchanged():
        assert agent.post(_at(unknown[1], "/client"), pressed).status_code == 422
        assert outsider.post(_at(unknown[1], "/client"), pressed).status_code == 404
    assert visitor(people.lead).post(_at(unknown[0], "/client"), pressed).status_code == 302
    assert namesake.emails.get().email == "vera@alpha.test"
    assert Ticket.objects.filter(contact=namesake).count() == 1
    again = words_of(visitor(people.lead).get(_at(unknown[1])))
    assert f"ООО «Бета» · {ru('same address')}" in again


def test_a_number_is_the_name_of_who_left_nothing_else(people: make.Cast, unknown: list[Ticket]) -> None:
    """In the list of what is bound to nobody, by name where there is one."""
    what = replace(UNKNOWN, sender_email="", sender_name="", contact_phone="+79001234567")
    commands.register(people.dispatcher, what)
    page = words_of(visitor(people.dispatcher).get("/desk/tickets", {"view": "unlinked"}))
    assert "+7 900 123-45-67" in page
    assert "Вера Далева" in page


def test_the_page_without_script(people: make.Cast, unknown: list[Ticket]) -> None:
    """Searching, a new contact with everything editable, what is wrong beside its field; the way back."""
    lead = visitor(people.lead)
    found = lead.get(_at(unknown[0], "/client"), {"q": "Соседова"})
    assert "Мария Соседова" in words_of(found)
    typed = {"make": "1", "name": "Вера Д.", "email": "client@alpha.test", "phone": "8 900 123-45-67"}
    with unchanged():
        refused = lead.post(_at(unknown[0], "/client"), typed)
    assert refused.status_code == 422
    assert "Вера Д." in text_of(refused)
    typed |= {"email": "vera@alpha.test", "company": str(people.other_company.uid)}
    assert lead.post(_at(unknown[0], "/client"), typed).status_code == 302
    made = Contact.objects.get(name="Вера Д.")
    assert (made.company, made.phones.get().phone) == (people.other_company, "+79001234567")
    assert lead.get(_at(unknown[0], "/client")).status_code == 409
    assert lead.post(_at(unknown[0], "/client/removal")).status_code == 302


def test_what_is_known_of_the_client(people: make.Cast) -> None:
    """Category, notes, messengers, their time, who looks after them, what else is open; in as many queries
    for many as for one."""
    _described(people)
    ticket = make.ticket(people.client, team=people.it)
    counts, page, words = [], "", ""
    for more in (1, 4):
        for _ in range(more):
            make.ticket(people.client, "Тоже его", team=people.it)
            make.ticket(people.colleague, "Соседкина", team=people.it)
            make.ticket(people.colleague, "Чужой группы", team=people.hr)
        agent = visitor(people.agent)
        agent.get(_at(ticket))
        with CaptureQueriesContext(connection) as queries:
            answer = agent.get(_at(ticket))
            page, words = text_of(answer), words_of(answer)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    for said in (
        "VIP",
        "Звонить после обеда",
        "Платит поздно",
        "@ivan",
        "Владивосток",
        "Тоже его",
        "Соседкина",
    ):
        assert said in words
    assert f"{ru('Also open of theirs')} 5" in words
    assert "Чужой группы" not in words
    assert 'href="tel:+79001234567"' in page


def _described(people: make.Cast) -> None:
    """Everything a client and their company can have."""
    contact = make.contact_of(people.client)
    spec = ContactSpec(
        contact.name,
        emails=["client@alpha.test"],
        phones=["+7 900 123-45-67"],
        company=people.company,
        notes="Звонить после обеда",
        messengers=[Messenger("telegram", "@ivan")],
    )
    change_contact(SYSTEM, contact, version=contact.version, spec=spec)
    values = {"category": "vip", "time_zone": "Asia/Vladivostok", "notes": "Платит поздно"}
    Company.objects.filter(pk=people.company.pk).update(**values, manager_team=people.it)


def test_a_ticket_of_nobody_says_so(people: make.Cast) -> None:
    """Without name, address and phone there is no sender who could be missing among the contacts."""
    ticket = commands.register(people.agent, Registration("Лампа", from_text("Мигает"), team=people.it))
    words = words_of(visitor(people.dispatcher).get(_at(ticket)))
    assert ru("This ticket has no client yet.") in words
    assert ru("This sender is not among the contacts.") not in words


def test_the_history_names_both_clients(people: make.Cast) -> None:
    """Another client of a ticket: from whom to whom."""
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, ticket, Edit(contact=make.contact_of(people.colleague)))
    words = words_of(visitor(people.agent).get(_at(ticket)))
    assert f"{ru('Contact').lower()} Иван Клиентов → Мария Соседова" in words.replace(":", "")
