"""A contact of two companies: the ticket's company is changed among them; services follow the one chosen."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import Service
from otklik.clients.commands import PortalLevel, set_levels, set_services
from otklik.clients.models import Company
from otklik.core import small
from otklik.core.errors import Invalid
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import changes, recorded, refused, unchanged

NEW = "/requests/new"


@pytest.fixture
def second(people: make.Cast) -> Company:
    """The other company of the client."""
    company = make.company("ООО «Вторая»")
    set_levels(people.admin, make.contact_of(people.client), PortalLevel(), {company.pk: PortalLevel()})
    return company


@pytest.fixture
def only_second(people: make.Cast, second: Company) -> Service:
    """A service open to the second company alone, beside one for everybody."""
    make.service("912")
    row = make.service("911")
    Service.objects.filter(pk=row.pk).update(only_for=["named"])
    small.bump()
    set_services(people.admin, second, [row.pk])
    return row


def test_the_company_is_changed(people: make.Cast, second: Company) -> None:
    """Told from and to; what is of the old one leaves; only a company of theirs is taken; readers follow."""
    site = make.site(people.company)
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, ticket, Edit(site=site))
    with recorded() as events:
        row = commands.edit(people.agent, ticket, Edit(company=second))
    assert changes(events[0]) == {"company": (people.company.pk, second.pk), "site": (site.pk, None)}
    assert (row.company, row.site, row.contact_id) == (second, None, people.client.contact_id)
    assert not visible_to(people.manager).exists()
    with refused(Invalid, fields={"company"}):
        commands.edit(people.agent, row, Edit(company=people.other_company))
    with unchanged():
        commands.edit(people.agent, row, Edit(company=second))


def test_on_the_desk_and_by_programs(people: make.Cast, second: Company) -> None:
    """The form offers the companies of the client, and keeps the one that stands; programs do the same."""
    ticket = make.ticket(people.client, team=people.it)
    desk, edit = visitor(people.agent), f"/desk/tickets/{ticket.number}/fields"
    form = fields_of(desk.get(edit))
    assert form["company"] == [str(people.company.uid)]
    assert desk.post(edit, {**form, "company": str(second.uid)}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.company == second
    assert f"ООО «Альфа» → {second.name}" in words_of(desk.get(f"/desk/tickets/{ticket.number}"))
    form = fields_of(desk.get(edit))
    assert form["company"] == [str(second.uid)]
    assert desk.post(edit, {**form, "subject": "Другая тема"}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.company, ticket.subject) == (second, "Другая тема")
    with unchanged():
        forged = desk.post(edit, {**fields_of(desk.get(edit)), "company": str(people.other_company.uid)})
    assert forged.status_code == 422
    agent, address = program(people.agent), f"/tickets/{ticket.number}"
    assert agent.patch(address, {"company": str(people.other_company.uid)}).status == 422
    assert agent.patch(address, {"company": str(people.company.uid)}).body["company"]["name"] == "ООО «Альфа»"


def test_services_follow_the_company(people: make.Cast, second: Company, only_second: Service) -> None:
    """In the portal, and for programs; the form offers the companies that its service is open to."""
    client = visitor(people.client)
    own, other = text_of(client.get(NEW)), text_of(client.get(f"{NEW}?company={second.uid}"))
    assert ("service=911" in own, "service=912" in own) == (False, True)
    assert f"service=911&amp;company={second.uid}" in other
    form = client.get(f"{NEW}?service=911&company={second.uid}")
    assert people.company.name not in words_of(form).partition("Для какой компании")[2][:200]
    given = {**fields_of(form), "subject": "Печь", "text": "Не греет"}
    assert given["company"] == [str(second.uid)]
    with unchanged():
        assert client.post(NEW, {**given, "company": str(people.company.uid)}).status_code != 302
    assert client.post(NEW, {**given, "idempotency_key": "2"}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.company, ticket.service) == (second, only_second)
    asking = program(people.client)
    body = {"subject": "Печь", "text": "Не греет", "service": "911"}
    assert asking.post("/tickets", body).status == 422
    assert asking.post("/tickets", {**body, "company": str(second.uid)}).status == 201
    for query, expected in (("", {"912"}), (f"?company={second.uid}", {"911", "912"})):
        found = asking.get(f"/services{query}").body["items"]
        assert {one["code"] for one in found} == expected
    assert asking.get(f"/services?company={people.other_company.uid}").status == 422
