"""The contract of a ticket on the desk: offered, warned of before saving, shown and changed on the card."""

from __future__ import annotations

from otklik.clients.commands import ContractSpec, create_contract
from otklik.people.actor import SYSTEM
from otklik.tickets.models import Ticket
from tests import make
from tests.clients.contracts import contract, period
from tests.support.pages import fields_of, visitor, words_of
from tests.support.writes import unchanged

NEW = "/desk/tickets/new"


def test_before_saving(people: make.Cast) -> None:
    """As client, service and machine are chosen: which contract it would be, and that it is not paid."""
    service = make.service("911", team=people.it)
    unpaid = create_contract(SYSTEM, ContractSpec("Кафе-7", people.company, services=[service.pk]))
    period(unpaid, -1, 9, paid=False)
    desk = visitor(people.dispatcher)
    client = str(make.contact_of(people.client).uid)
    chosen = words_of(desk.get("/desk/contacts/chosen", {"contact": client, "service": "911"}))
    assert "Кафе-7" in chosen
    assert "не оплачен" in chosen
    about = {"contact": client}
    assert "Ни один договор это не покрывает" in words_of(desk.get("/desk/contracts/standing", about))
    told = words_of(desk.get("/desk/contracts/standing", about | {"service": "911"}))
    assert "единственный договор" in told
    stranger = str(make.contact_of(people.stranger).uid)
    other = words_of(desk.get("/desk/contracts/standing", {"contact": stranger, "contract": str(unpaid.uid)}))
    assert "не оплачен" in other
    assert words_of(desk.get("/desk/contracts/standing")).strip() == ""


def test_nothing_is_said_without_contracts(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    desk = visitor(people.dispatcher)
    for path in (f"/desk/tickets/{ticket.number}", f"{NEW}?contact={make.contact_of(people.client).uid}"):
        assert "оговор" not in words_of(desk.get(path)).replace("Договоры", "")


def test_registered_and_changed(people: make.Cast) -> None:
    """Named in the form, shown on the card with its standing, changed and taken away there."""
    first, second = contract(people.company, "Д-1"), contract(people.company, "Д-2")
    period(second, -1, 9)
    desk = visitor(people.dispatcher)
    given = {
        "subject": "Касса",
        "text": "Не печатает",
        "contact": str(make.contact_of(people.client).uid),
        "contract": str(first.uid),
    }
    desk.post(NEW, given)
    ticket = Ticket.objects.get()
    assert ticket.contract == first
    card = f"/desk/tickets/{ticket.number}"
    page = words_of(desk.get(card))
    assert "Д-1" in page
    assert "нет срока обслуживания" in page
    form = fields_of(desk.get(f"{card}/fields"))
    assert form["contract"] == [str(first.uid)]
    plain = {name: values for name, values in form.items() if name != "csrfmiddlewaretoken"}
    desk.post(f"{card}/fields", plain | {"contract": str(second.uid)})
    ticket.refresh_from_db()
    assert ticket.contract == second
    again = {**plain, "version": str(ticket.version), "contract": ""}
    desk.post(f"{card}/fields", again)
    assert not Ticket.objects.filter(contract__isnull=False).exists()
    assert "Договора нет" in words_of(desk.get(card))


def test_foreign_ones_are_not_taken(people: make.Cast) -> None:
    """By a crafted form: neither another company's nor one the agent may not know of."""
    other = contract(people.other_company)
    client = str(make.contact_of(people.client).uid)
    given = {"subject": "x", "text": "y", "contact": client, "contract": str(other.uid)}
    for actor in (people.dispatcher, people.agent):
        desk = visitor(actor)
        with unchanged():
            assert desk.post(NEW, given).status_code == 422
    assert other.number not in words_of(visitor(people.agent).get("/desk/contracts/standing", given))


def test_a_specialist_sees_the_contract_of_their_ticket(people: make.Cast) -> None:
    made = contract(people.company, "Д-1")
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    page = words_of(visitor(people.agent).get(f"/desk/tickets/{ticket.number}"))
    assert "Д-1" in page
    listed = words_of(visitor(people.agent).get("/desk/tickets", {"contract": str(made.uid), "view": "all"}))
    assert ticket.subject in listed
