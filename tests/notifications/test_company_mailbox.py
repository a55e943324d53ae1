"""A company's own mailbox: when letters to its contacts go there too, and what comes from it (MAIL-6)."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.clients.models import Company, Contact
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.notifications.recipients import answered_to
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.pages import text_of, visitor

pytestmark = pytest.mark.django_db
OFFICE, CLIENT = "office@alpha.test", "client@alpha.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    Company.objects.filter(pk=people.company.pk).update(email=OFFICE)
    silent = ["ticket.registered:client", "ticket.registered:company"]
    change_setting(BY_SYSTEM, "notifications.silent", silent)
    made = ticket_of(take(mail(CLIENT), make.mailbox("support", team=people.it)))
    drain()
    assert made.company_id == people.company.pk
    return made


def told(people: make.Cast, ticket: Ticket) -> list[str]:
    """Who gets an employee's answer; the card says the same beforehand."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    foreseen = sorted(who.address for who in answered_to(fresh))
    message = make.reply(people.agent, fresh)
    drain(["default"])
    found = sorted(Delivery.objects.filter(message=message).values_list("address", flat=True))
    assert found == foreseen
    return found


def test_when_letters_go_to_the_company_too(people: make.Cast, ticket: Ticket) -> None:
    """With a contact who has an address, with one who has none, without a contact; in every manner."""
    addressless = Contact.objects.create(
        name="Без почты", name_key="без почты", company=people.company, created_at=ticket.created_at
    )
    nobody: dict[str, object] = {"contact_email": "", "initiator_contact": None}
    kinds: tuple[dict[str, object], ...] = (
        {},
        {**nobody, "contact": addressless},
        {**nobody, "contact": None},
    )
    wanted = {
        "no_email": ([CLIENT], [OFFICE], []),
        "always": ([CLIENT, OFFICE], [OFFICE], [OFFICE]),
        "no_contact": ([CLIENT], [], [OFFICE]),
        "never": ([CLIENT], [], []),
    }
    for values, place in zip(kinds, range(3), strict=True):
        if values:
            Ticket.objects.filter(pk=ticket.pk).update(**values)
        for manner, by_kind in wanted.items():
            if manner != "no_email" or place:  # the first is what is delivered
                change_setting(BY_SYSTEM, "mail.company_copies", manner)
            assert told(people, ticket) == by_kind[place], (manner, place)
    change_setting(BY_SYSTEM, "mail.company_copies", "always")
    change_setting(BY_SYSTEM, "notifications.silent", ["reply.sent:company"])
    before = Delivery.objects.count()
    make.reply(people.agent, Ticket.objects.get(pk=ticket.pk))
    drain(["default"])
    assert Delivery.objects.count() == before, "its line of the table is switched off"


def test_what_comes_from_there_is_the_companys(people: make.Cast, ticket: Ticket) -> None:
    """An answer is the client's; a new mail makes a ticket of the company; nobody becomes a contact by it."""
    contacts = Contact.objects.count()
    support = ChannelAccount.objects.get()
    answer = mail(f"Офис <{OFFICE}>", "Мы согласны.", subject=f"Re: [{ticket.number}] Касса")
    assert ticket_of(take(answer, support)).pk == ticket.pk
    said = Message.objects.filter(ticket=ticket).latest("id")
    assert (said.public, said.contact_id, said.author_email) == (True, None, OFFICE)
    new = ticket_of(take(mail(OFFICE, subject="Другое"), support))
    assert (new.pk != ticket.pk, new.company_id, new.contact_id) == (True, people.company.pk, None)
    assert (new.contact_email, Contact.objects.count()) == (OFFICE, contacts)
    stranger = mail("office@beta.test", "И я!", subject=f"Re: [{ticket.number}] Касса")
    assert ticket_of(take(stranger, support)).pk != ticket.pk


def test_the_address_is_written_on_the_form_and_by_the_api(people: make.Cast, ticket: Ticket) -> None:
    admin, address = program(people.admin), f"/companies/{people.company.uid}"
    assert admin.get(address).body["email"] == OFFICE
    assert admin.patch(address, {"email": " Info@Alpha.TEST "}).body["email"] == "info@alpha.test"
    for wrong in ("nonsense", "support@desk.test"):
        assert list(admin.patch(address, {"email": wrong}).body["errors"]) == ["email"]
    made = admin.post("/companies", {"name": "Новая", "email": "new@gamma.test"})
    assert (made.status, made.body["email"]) == (201, "new@gamma.test")
    browser = visitor(people.admin)
    form = f"/settings/companies/{people.company.uid}"
    assert 'value="info@alpha.test"' in text_of(browser.get(form))
    assert "mailto:info@alpha.test" in text_of(browser.get(f"/desk/clients/companies/{people.company.uid}"))
    assert 'value="no_email"' in text_of(browser.get("/settings/general"))
