"""Which services are open to whom (REG-3): by category, by name, by contract; through every door."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import Service
from otklik.catalogue.queries import Admission, catalogue
from otklik.clients.commands import set_services
from otklik.clients.models import Company
from otklik.clients.openness import admission_of, is_open_to, named_services
from otklik.core import small
from otklik.core.errors import Denied, Invalid
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.portal.choosing import offered
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.clients.contracts import contract, period
from tests.support.pages import visitor, words_of
from tests.support.writes import changes, kinds, recorded, refused, unchanged


def narrowed(code: str, **columns: object) -> Service:
    """A service that is open to some only."""
    row = make.service(code)
    Service.objects.filter(pk=row.pk).update(**columns)
    small.bump()
    return row


def codes(actor: Actor) -> set[str]:
    return {service.code for service in offered(actor)}


def test_by_name(people: make.Cast) -> None:
    """On the card of the company: told in its history; others are not offered it."""
    service = narrowed("911", only_for=["named"])
    make.service("912")
    assert codes(people.client) == codes(people.stranger) == {"912"}
    with recorded() as events:
        set_services(people.lead, people.company, [service.pk])
    assert kinds(events) == ["company.changed"]
    assert changes(events[0]) == {"services": ([], [service.pk])}
    assert codes(people.client) == {"911", "912"}
    assert codes(people.stranger) == {"912"}
    assert named_services(people.company) == [service.pk]
    with unchanged():
        set_services(people.lead, people.company, [service.pk])
    with refused(Invalid, fields={"services"}):
        set_services(people.lead, people.company, [10**9])
    with refused(Denied):
        set_services(people.agent, people.company, [])


def test_by_contract(people: make.Cast) -> None:
    """While a period runs, of a contract that covers the service or all of them."""
    service = narrowed("911", only_for=["contract"])
    other = make.service("912")
    assert "911" not in codes(people.client)
    elsewhere = contract(people.company, services=[other.pk])
    period(elsewhere, -1, 9)
    assert "911" not in codes(people.client)
    over = contract(people.company)
    period(over, -9, -1)
    assert "911" not in codes(people.client)
    period(over, 0, 9, paid=False)
    assert "911" in codes(people.client)
    assert "911" not in codes(people.stranger)
    assert is_open_to(service, people.company.pk)
    assert not is_open_to(service, people.other_company.pk)
    assert is_open_to(other, people.other_company.pk)


def test_whoever_fits_one_of_the_ways(people: make.Cast) -> None:
    service = narrowed("911", only_for=["named"], for_categories=["vip"])
    Company.objects.filter(pk=people.other_company.pk).update(category="vip")
    set_services(people.lead, people.company, [service.pk])
    assert "911" in codes(people.client)
    assert admission_of(people.other_company.pk, "vip").admits(catalogue().services[service.pk], service)
    assert catalogue().offered_to(default_brand().pk, Admission()) == []
    assert catalogue().offered_to(default_brand().pk, admission_of(None, "")) == []


@pytest.mark.parametrize("only_for", ["named", "contract"])
def test_no_door_takes_it_from_others(people: make.Cast, only_for: str) -> None:
    """The portal's form and its crafted post, the public form, the API of a contact."""
    narrowed("911", only_for=[only_for])
    make.service("912")
    client = visitor(people.client)
    assert "Услуга 911" not in words_of(client.get("/requests/new"))
    assert "Услуга 911" not in words_of(visitor().get("/new"))
    asking = program(people.client)
    assert "911" not in {one["code"] for one in asking.get("/services").body["items"]}
    given = {"service": "911", "subject": "Касса", "text": "Не печатает"}
    with unchanged():
        assert client.post("/requests/new", given).status_code == 404
    refused_ = asking.post("/tickets", given)
    assert (refused_.problem, list(refused_.body["errors"])) == ("invalid", ["service"])
    assert not Ticket.objects.exists()


def test_employees_choose_any_and_are_told(people: make.Cast) -> None:
    narrowed("911", only_for=["contract"])
    desk = visitor(people.dispatcher)
    about = {"contact": str(make.contact_of(people.client).uid), "service": "911"}
    assert "не открыта клиенту" in words_of(desk.get("/desk/contracts/standing", about))
    desk.post("/desk/tickets/new", {"subject": "Касса", "text": "x", **about})
    assert Ticket.objects.get().service_id is not None


def test_set_up_and_named_by_forms_and_programs(people: make.Cast) -> None:
    """The service's form asks for whom it is; the company's then which of them it has."""
    service = make.service("911")
    desk = visitor(people.admin)
    address = f"/settings/companies/{people.company.uid}"
    assert "Доступные ей услуги" not in words_of(desk.get(address))
    Service.objects.filter(pk=service.pk).update(only_for=["named"])
    small.bump()
    assert "Доступные ей услуги" in words_of(desk.get(address))
    desk.post(address, {"name": people.company.name, "services": [str(service.pk)], "domains": "alpha.test"})
    assert named_services(people.company) == [service.pk]
    asking = program(people.lead)
    path = f"/companies/{people.company.uid}/services"
    assert [one["code"] for one in asking.get(path).body["services"]] == ["911"]
    assert asking.put(path, {"services": []}).body["services"] == []
    assert named_services(people.company) == []
