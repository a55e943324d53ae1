"""Site and equipment of a ticket: at registration and later."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.commands import AssetSpec, Observers, SiteSpec, change_asset, create_site, set_observers
from otklik.clients.models import Asset, Site
from otklik.core.errors import Invalid
from otklik.tickets.commands import Edit, Registration, edit, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Observer, Ticket
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from tests import make
from tests.support.writes import changes, recorded, refused, unchanged


def about(people: make.Cast, site: Site | None = None, asset: Asset | None = None) -> Registration:
    """A question of the client about a place."""
    contact = make.contact_of(people.client)
    return Registration("Не варит", from_text("Совсем"), contact=contact, site=site, asset=asset)


def test_equipment_brings_its_site_along(people: make.Cast) -> None:
    """And those who follow the site watch the ticket, together with the company's, each once (ROUTE-2)."""
    site = create_site(people.admin, SiteSpec(people.company, "Кофейня"))
    set_observers(people.admin, site, Observers([people.outsider.agent_id or 0], [people.hr.pk]))
    set_observers(people.admin, people.company, Observers([people.outsider.agent_id or 0]))
    asset = make.asset(people.company, site=site)
    ticket = register(people.client, about(people, asset=asset))
    ticket.refresh_from_db()
    assert (ticket.site, ticket.asset) == (site, asset)
    following = set(Observer.objects.filter(ticket=ticket).values_list("agent_id", "team_id"))
    assert following == {(people.outsider.agent_id, None), (None, people.hr.pk)}


def test_of_another_company(people: make.Cast) -> None:
    """Refused at each field, at registration and later."""
    site = make.site(people.other_company)
    asset = make.asset(people.other_company)
    with refused(Invalid, fields={"site", "asset"}):
        register(people.dispatcher, about(people, site, asset))
    ticket = make.ticket(people.client, team=people.it)
    with refused(Invalid, fields={"site"}):
        edit(people.agent, ticket, Edit(site=site))


def test_two_places(people: make.Cast) -> None:
    """Equipment that stands elsewhere is refused; without a site of its own it may be anywhere."""
    site, other = make.site(people.company), make.site(people.company, "Вторая")
    asset = make.asset(people.company, site=site)
    with refused(Invalid, fields={"asset"}):
        register(people.dispatcher, about(people, other, asset))
    free = make.asset(people.company)
    assert register(people.dispatcher, about(people, other, free)).site == other


def test_without_a_client_it_is_their_company(people: make.Cast) -> None:
    asset = make.asset(people.company)
    what = Registration("Не варит", from_text("Совсем"), asset=asset)
    assert register(people.dispatcher, what).company_id == people.company.pk


def test_edit(people: make.Cast) -> None:
    """From and to; emptied; another machine moves the ticket to its site; a client of another company takes
    both away."""
    site, other = make.site(people.company), make.site(people.company, "Вторая")
    asset, second = make.asset(people.company, site=site), make.asset(people.company, "Касса", site=other)
    ticket = make.ticket(people.client, team=people.it)
    with recorded() as events:
        edit(people.agent, ticket, Edit(asset=asset))
    assert changes(events[0]) == {"site": (None, site.pk), "asset": (None, asset.pk)}
    with unchanged():
        edit(people.agent, ticket, Edit(asset=asset, site=site))
    with recorded() as events:
        edit(people.agent, ticket, Edit(asset=second))
    assert changes(events[0]) == {"site": (site.pk, other.pk), "asset": (asset.pk, second.pk)}
    with recorded() as events:
        edit(people.agent, ticket, Edit(site=site))
    assert changes(events[0]) == {"site": (other.pk, site.pk), "asset": (second.pk, None)}
    with recorded() as events:
        edit(people.agent, ticket, Edit(emptied=frozenset({"site"})))
    assert changes(events[0]) == {"site": (site.pk, None)}
    edit(people.agent, ticket, Edit(asset=asset))
    with recorded() as events:
        edit(people.agent, ticket, Edit(contact=make.contact_of(people.stranger)))
    assert changes(events[0])["site"] == (site.pk, None)
    assert changes(events[0])["asset"] == (asset.pk, None)


def test_a_machine_that_moved_stays_with_its_old_ticket(people: make.Cast) -> None:
    """A later change of something else is not refused and moves nothing."""
    site, other = make.site(people.company), make.site(people.company, "Вторая")
    asset = make.asset(people.company, site=site)
    ticket = register(people.dispatcher, about(people, asset=asset))
    spec = AssetSpec(people.company, asset.name, other)
    change_asset(people.admin, asset, version=1, spec=spec)
    with recorded() as events:
        edit(people.dispatcher, ticket, Edit(subject="Иначе"))
    assert set(changes(events[0])) == {"subject"}


def test_filters(people: make.Cast) -> None:
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    ticket = register(people.dispatcher, about(people, asset=asset))
    make.ticket(people.client)
    for filters in (Filters(site=str(site.uid)), Filters(asset=str(asset.uid))):
        rows = tickets_page(people.admin, ListQuery(view="archive", filters=filters)).rows
        assert [row.number for row in rows] == [ticket.number]


@pytest.mark.parametrize("has_any", [False, True])
def test_registering_without_them_asks_nothing_more(people: make.Cast, has_any: bool) -> None:
    """The tables of sites and equipment are not touched."""
    if has_any:
        make.asset(people.company, site=make.site(people.company))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        register(people.client, about(people))
        tickets_page(people.admin, ListQuery())
    tables = ("clients_site", "clients_asset")
    assert [q["sql"] for q in asked if any(f'"{table}' in q["sql"] for table in tables)] == []
    assert Ticket.objects.count() == 1
