"""Cards of clients: by an address from before a merge, with their past; what their forms propose."""

from __future__ import annotations

from otklik.clients.commands import ContactSpec, change_contact, create_company, merge_clients
from otklik.core import worker
from otklik.people.actor import SYSTEM
from tests import make
from tests.clients.contracts import contract, day
from tests.support.pages import field, ru, text_of, visitor, words_of


def test_an_address_from_before_a_merge_opens_the_whole_card(people: make.Cast) -> None:
    """Company and contact stand there with the tickets of the one that stayed."""
    ticket = make.ticket(people.client, "Принтер молчит", team=people.it)
    twin = create_company(SYSTEM, name="Альфа")
    merge_clients(people.lead, people.company, twin)
    one, other = make.contact_of(people.client), make.contact("Марина К.", people.company)
    merge_clients(people.admin, one, other)
    worker.drain()
    desk = visitor(people.admin)
    for address in (f"companies/{twin.uid}", f"contacts/{other.uid}"):
        page = text_of(desk.get(f"/desk/clients/{address}"))
        assert ticket.subject in page, address
        assert str(twin.uid) not in page.partition("<main")[2], address


def test_a_contact_has_a_past(people: make.Cast) -> None:
    """Who changed what, without the values; a client is told none of it."""
    made = make.contact("Анна", people.company)
    change_contact(
        people.lead, made, version=1, spec=ContactSpec("Анна", company=people.company, notes="Тайна")
    )
    page = words_of(visitor(people.admin).get(f"/desk/clients/contacts/{made.uid}"))
    past = page[page.rindex(ru("History")) :]
    assert ru("Contact added") in past
    assert ru("Changed: %(fields)s", fields=ru("notes")) in past
    assert people.lead.name in past
    assert "Тайна" not in past


def test_a_period_is_proposed_within_its_contract(people: make.Cast) -> None:
    made = contract(people.company, "К-1")
    type(made).objects.filter(pk=made.pk).update(
        starts_on=day(people.company, 10), ends_on=day(people.company, 40)
    )
    page = visitor(people.admin).get(f"/desk/clients/contracts/{made.uid}")
    assert field(page, "starts_on") == day(people.company, 10).isoformat()
    assert field(page, "ends_on") == day(people.company, 40).isoformat()


def test_machines_say_their_site(people: make.Cast) -> None:
    """For the form's script: the list keeps to the site chosen."""
    site = make.site(people.company)
    make.asset(people.company, site=site)
    page = text_of(visitor(people.client).get("/requests/new?service=-"))
    assert f'data-site="{site.uid}"' in page
