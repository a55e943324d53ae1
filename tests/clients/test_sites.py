"""Sites: made, changed, hidden, and who may know of them."""

from __future__ import annotations

import pytest

from otklik.clients.commands import (
    Manager,
    Observers,
    SiteSpec,
    change_site,
    create_site,
    hide_site,
    set_manager,
    set_observers,
)
from otklik.clients.models import Site
from otklik.clients.place_access import get_site_for, visible_sites
from otklik.clients.place_choice import sites_to_choose
from otklik.clients.place_queries import map_url, sites_page
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from tests import make
from tests.support.writes import by, changes, doer, kinds, recorded, refused, unchanged


def test_create(people: make.Cast) -> None:
    """Every column; the event says who."""
    person = make.contact_of(people.client)
    spec = SiteSpec(
        people.company,
        " Кофейня  «Ёлка» ",
        "Москва, Лесная, 7",
        "с 8 до 22",
        "x\x00",
        [person],
    )
    with recorded() as events:
        site = create_site(people.dispatcher, spec)
    site.refresh_from_db()
    assert (site.name, site.name_key, site.address) == (
        "Кофейня «Ёлка»",
        "кофейня «елка»",
        "Москва, Лесная, 7",
    )
    assert (site.access_hours, site.notes) == ("с 8 до 22", "x")
    assert list(site.contacts.all()) == [person]
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("site.created", "internal", by(people.dispatcher))


def test_what_cannot_be_taken(people: make.Cast) -> None:
    """An empty name, people of another company, who does not work here."""
    stranger = make.contact_of(people.stranger)
    with refused(Invalid, fields={"name", "contacts"}):
        create_site(people.dispatcher, SiteSpec(people.company, " ", contacts=[stranger]))
    for actor in (people.agent, people.client, people.manager):
        with refused(Denied):
            create_site(actor, SiteSpec(people.company, "A"))


def test_change_and_hide(people: make.Cast) -> None:
    """From and to, of free words only that they changed; a stale version is told; the same is nothing."""
    site = make.site(people.company)
    spec = SiteSpec(people.company, site.name, "Тула", "ночью", contacts=[make.contact_of(people.client)])
    with recorded() as events:
        changed = change_site(people.dispatcher, site, version=1, spec=spec)
    assert (kinds(events), changed.version) == (["site.changed"], 2)
    assert changes(events[0]) == {
        "address": ("Москва, Лесная, 7", "Тула"),
        "access_hours": (None, None),
        "contacts": ([], [people.client.contact_id]),
    }
    with unchanged():
        change_site(people.dispatcher, site, version=2, spec=spec)
    with refused(Conflict):
        change_site(people.dispatcher, site, version=1, spec=spec)
    with refused(NotPossible):
        change_site(people.dispatcher, site, version=2, spec=SiteSpec(people.other_company, "A"))
    with recorded() as events:
        hide_site(people.dispatcher, site)
    assert changes(events[0]) == {"hidden": (False, True)}
    with unchanged():
        hide_site(people.dispatcher, site)
    assert sites_page(people.admin).rows == []


def test_our_people(people: make.Cast) -> None:
    """Manager and observers are said as for companies; where the module is off, nobody is."""
    site = make.site(people.company)
    agent = people.agent.agent_id or 0
    with recorded() as events:
        set_manager(people.dispatcher, site, Manager(team_id=people.it.pk))
        set_observers(people.dispatcher, site, Observers([agent], [people.hr.pk]))
    assert kinds(events) == ["site.changed", "site.changed"]
    site.refresh_from_db()
    assert (site.manager_team, site.observer_agents, site.observer_teams, site.version) == (
        people.it,
        [agent],
        [people.hr.pk],
        3,
    )
    with refused(Invalid, fields={"manager"}):
        set_manager(people.dispatcher, site, Manager(agent_id=10**6))
    with refused(Denied):
        set_manager(people.agent, site, Manager())
    change_setting(SYSTEM.ref, "modules.sites", False)
    with refused(NotFound):
        set_observers(people.dispatcher, site, Observers())


def test_who_knows_of_it(people: make.Cast) -> None:
    """Whoever may know of the company; a contact what is not hidden."""
    site = make.site(people.company)
    for actor in (people.admin, people.dispatcher, people.client, people.manager, SYSTEM):
        assert get_site_for(actor, str(site.uid)) == site
    for actor in (people.agent, people.outsider, people.stranger):
        with pytest.raises(NotFound):
            get_site_for(actor, str(site.uid))
    make.ticket(people.client, team=people.it)
    assert get_site_for(people.agent, str(site.uid)) == site
    hide_site(people.admin, site)
    with pytest.raises(NotFound):
        get_site_for(people.client, str(site.uid))


@pytest.mark.parametrize(
    ("words", "finds"), [("лесная", 1), ("КОФЕЙНЯ альфа", 1), ("бета", 0), ("лесн чай", 0), ("", 1)]
)
def test_search(people: make.Cast, words: str, finds: int) -> None:
    """Every word in name, address or company."""
    make.site(people.company)
    assert len(sites_page(people.admin, words=words).rows) == finds


def test_switched_off(people: make.Cast) -> None:
    """Nobody sees any, nothing is offered or added; what is stored stays and comes back."""
    site = make.site(people.company)
    change_setting(SYSTEM.ref, "modules.sites", False)
    assert list(visible_sites(people.admin)) == []
    assert not sites_to_choose(people.client, people.company.pk)
    with refused(NotFound):
        create_site(people.admin, SiteSpec(people.company, "A"))
    change_setting(SYSTEM.ref, "modules.sites", True)
    assert list(Site.objects.all()) == list(visible_sites(people.admin)) == [site]


def test_the_map_is_a_plain_link() -> None:
    assert map_url("Тула, Ленина & 27") == (
        "https://www.openstreetmap.org/search?query="
        "%D0%A2%D1%83%D0%BB%D0%B0%2C%20%D0%9B%D0%B5%D0%BD%D0%B8%D0%BD%D0%B0%20%26%2027"
    )
    assert map_url(" ") == ""
