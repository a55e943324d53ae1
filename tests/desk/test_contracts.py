"""Contracts on the desk: list, card, service periods in place, form, on a company's card."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.commands import ContractSpec, create_contract
from otklik.clients.models import Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS
from otklik.core import clock, small
from otklik.core.actors import SYSTEM
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter
from otklik.organisation.commands import change_setting
from tests import make
from tests.clients.contracts import contract, day, period
from tests.support.pages import fields_of, visitor, words_of
from tests.support.writes import unchanged

LIST = "/desk/clients/contracts"
NEW = "/settings/contracts/new"


def card_of(made: Contract) -> str:
    return f"{LIST}/{made.uid}"


def test_the_list(people: make.Cast) -> None:
    """By number, narrowed by words and standing; nothing for who does not know the companies."""
    paid, unpaid = contract(people.company, "Кафе-1"), contract(people.other_company, "Лавка-2")
    period(paid, -1, 300)
    period(unpaid, -1, 300, paid=False)
    desk = visitor(people.dispatcher)
    page = words_of(desk.get(LIST))
    assert page.index("Кафе-1") < page.index("Лавка-2")
    assert "Лавка-2" not in words_of(desk.get(LIST, {"standing": "paid"}))
    assert "Кафе-1" not in words_of(desk.get(LIST, {"q": "бета"}))
    assert "Лавка-2" not in words_of(desk.get(LIST, {"company": str(people.company.uid)}))
    for actor in (people.agent, people.outsider):
        assert "Кафе-1" not in words_of(visitor(actor).get(LIST))


def test_the_list_asks_as_often_for_many_as_for_one(people: make.Cast) -> None:
    """Companies, periods and managers of a page are read at once."""
    desk = visitor(people.lead)
    period(contract(people.company), 0, 9)
    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for _n in range(12):
        period(contract(people.company, companies=[people.other_company]), 0, 9)
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) == len(one)


def test_the_card(people: make.Cast) -> None:
    spec = ContractSpec("Д-1", people.company, name="Кассы", amount=12000050, notes="только своим")
    made = create_contract(people.lead, spec)
    period(made, -10, 10)
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    page = words_of(visitor(people.lead).get(card_of(made)))
    assert all(words in page for words in ("Д-1", "Кассы", "только своим", "120 000,50 ₽"))
    seen = words_of(visitor(people.agent).get(card_of(made)))
    assert "нет доступа" in seen
    assert "120 000" not in seen
    assert "Добавить период" not in seen
    assert ticket.company == people.company
    assert visitor(people.outsider).get(card_of(made)).status_code == 404
    company = words_of(visitor(people.agent).get(f"/desk/clients/companies/{people.company.uid}"))
    assert "Д-1" in company


def test_periods_in_place(people: make.Cast) -> None:
    """Added after the last one, changed, paid, removed; mistakes come back with what was typed."""
    made = contract(people.company)
    desk = visitor(people.lead)
    days = {"starts_on": day(people.company, 0).isoformat(), "ends_on": day(people.company, 99).isoformat()}
    with unchanged():
        wrong = desk.post(f"{card_of(made)}/periods", days | {"price": "много", "ends_on": "завтра"})
    assert wrong.status_code == 422
    assert fields_of(wrong)["price"] == ["много"]
    answer = desk.post(f"{card_of(made)}/periods", days | {"price": "1 500,50"})
    assert answer.headers["Location"].startswith(card_of(made))
    one = ServicePeriod.objects.get()
    assert (one.paid, one.price, one.remind_on) == (False, 150050, day(people.company, 85))
    address = f"/desk/clients/periods/{one.uid}"
    desk.post(f"{address}/payment", {"paid": "1"})
    one.refresh_from_db()
    assert (one.paid, one.paid_on) == (True, day(people.company, 0))
    change = days | {"paid": "1", "price": "", "remind_on": "", "version": str(one.version)}
    desk.post(address, change)
    one.refresh_from_db()
    assert (one.price, one.paid_on, one.remind_on) == (None, None, None)
    with unchanged():
        assert desk.post(address, change).status_code == 409
        assert desk.post(f"{card_of(made)}/periods", days).status_code == 422
    assert "Период добавлен" in words_of(desk.get(card_of(made)))
    desk.post(f"{address}/removal")
    assert not ServicePeriod.objects.exists()


def test_a_reminder_that_did_not_arrive(people: make.Cast) -> None:
    """Is told at its period, with the address."""
    made = contract(people.company)
    one = period(made, 0, 9)
    letter = {"event_id": 1, "period": one, "address": "gone@desk.test", "created_at": clock.now()}
    ContractLetter.objects.create(state=DeliveryState.FAILED, **letter)
    assert "gone@desk.test" in words_of(visitor(people.lead).get(card_of(made)))


def test_a_price_one_may_not_see_stays(people: make.Cast) -> None:
    made = contract(people.company)
    desk = visitor(people.lead)
    days = {"starts_on": day(people.company, 0).isoformat(), "ends_on": day(people.company, 9).isoformat()}
    desk.post(f"{card_of(made)}/periods", days | {"price": "700"})
    one = ServicePeriod.objects.get()
    other = visitor(people.dispatcher)
    assert "700" not in words_of(other.get(card_of(made)))
    other.post(f"/desk/clients/periods/{one.uid}", days | {"price": "1", "version": "1", "paid": "1"})
    one.refresh_from_db()
    assert (one.price, one.paid) == (70000, True)


def test_by_the_form(people: make.Cast) -> None:
    """Added for a company, with another one by its name, what it covers, a sum; changed; hidden."""
    service = make.service("911", team=people.it)
    desk = visitor(people.lead)
    given = {
        "number": "Д-5",
        "payer": str(people.company.uid),
        "companies": "ооо «бета»\n",
        "services": [str(service.pk)],
        "starts_on": "2026-01-01",
        "manager": f"team:{people.it.pk}",
        "amount": "99,50",
        "currency": "usd",
    }
    with unchanged():
        wrong = desk.post(NEW, given | {"companies": "Гамма", "amount": "дорого"})
    assert wrong.status_code == 422
    assert fields_of(wrong)["companies"] == ["Гамма"]
    answer = desk.post(NEW, given)
    made = Contract.objects.get()
    assert answer.headers["Location"] == card_of(made)
    assert set(made.companies.all()) == {people.company, people.other_company}
    assert (made.amount, made.currency, made.manager_team) == (9950, "USD", people.it)
    form = fields_of(desk.get(f"/settings/contracts/{made.uid}"))
    assert form["companies"] == ["ООО «Бета»"]
    assert (form["services"], form["amount"]) == ([str(service.pk)], ["99.50"])


def test_what_it_covers_by_the_form(people: make.Cast) -> None:
    """Sites and equipment of its companies, once it is there; hidden; not without the right."""
    made = contract(people.company, "Д-5", companies=[people.other_company])
    site, asset = make.site(people.company), make.asset(people.other_company)
    desk = visitor(people.lead)
    address = f"/settings/contracts/{made.uid}"
    given = {"number": "Д-5", "payer": str(people.company.uid), "companies": "ООО «Бета»"}
    more = {"sites": [str(site.uid)], "assets": [str(asset.uid)], "version": "1"}
    desk.post(address, given | more)
    made.refresh_from_db()
    assert (list(made.sites.all()), list(made.assets.all())) == ([site], [asset])
    card = words_of(desk.get(card_of(made)))
    assert site.name in card
    assert asset.name in card
    with unchanged():
        assert desk.post(address, given | more).status_code == 409
    desk.post(f"{address}/hidden", {"hidden": "1"})
    made.refresh_from_db()
    assert made.hidden
    assert visitor(people.agent).get(NEW).status_code == 403


def test_what_one_may_not_know_stays(people: make.Cast) -> None:
    """An editor who knows one company of two keeps the other, its sites, and the sum."""
    site = make.site(people.other_company)
    spec = ContractSpec(
        "Д-1", people.other_company, companies=[people.company], sites=[site], amount=500, currency="USD"
    )
    made = create_contract(people.lead, spec)
    make.ticket(people.client, team=people.it, assignee=people.agent)
    role = make.agent_of(people.agent).roles.get()
    role.rights = [*role.rights, "contracts.edit"]
    role.save()
    small.bump()
    desk = visitor(people.agent)
    page = desk.get(f"/settings/contracts/{made.uid}")
    assert "Бета" not in words_of(page)
    form = {name: values for name, values in fields_of(page).items() if name != "csrfmiddlewaretoken"}
    desk.post(f"/settings/contracts/{made.uid}", form | {"name": "Иначе"})
    made.refresh_from_db()
    assert (made.name, made.payer, made.amount, made.currency) == ("Иначе", people.other_company, 500, "USD")
    assert set(made.companies.all()) == {people.company, people.other_company}
    assert list(made.sites.all()) == [site]


def test_switched_off(people: make.Cast) -> None:
    made = contract(people.company, "Д-77")
    change_setting(SYSTEM, CONTRACTS.key, False)
    desk = visitor(people.admin)
    for path in (LIST, card_of(made), NEW, f"/settings/contracts/{made.uid}"):
        assert desk.get(path).status_code == 404, path
    for path in ("/desk/clients/", f"/desk/clients/companies/{people.company.uid}"):
        page = words_of(desk.get(path))
        assert "Д-77" not in page
        assert "Договор" not in page
