"""Sites and equipment on the desk: lists, cards, labels, forms, and in tickets."""

from __future__ import annotations

from otklik.clients.models import Asset, Site
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import Registration, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import fields_of, rows_of, ru, text_of, visitor, words_of
from tests.support.writes import changes, recorded, unchanged

NEW = "/desk/tickets/new"


def test_lists_and_cards(people: make.Cast) -> None:
    """Search, facts, tickets; a specialist who does not know the company finds nothing."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site, serial="CM 22-14")
    desk = visitor(people.dispatcher)
    assert site.name in words_of(desk.get("/desk/clients/sites", {"q": "лесная"}))
    assert asset.name in words_of(desk.get("/desk/clients/assets", {"q": "2214"}))
    assert asset.name not in words_of(desk.get("/desk/clients/assets", {"q": "9999"}))
    page = text_of(desk.get(f"/desk/clients/sites/{site.uid}"))
    assert "https://www.openstreetmap.org/search?query=" in page
    assert asset.name in page
    assert "CM 22-14" in words_of(desk.get(f"/desk/clients/assets/{asset.uid}"))
    outsider = visitor(people.outsider)
    for path, name in (("sites", site.name), ("assets", asset.name)):
        assert name not in words_of(outsider.get(f"/desk/clients/{path}"))


def test_the_label_is_a_code_of_the_portal_address(people: make.Cast) -> None:
    """Drawn in the page itself: nothing is loaded from anywhere."""
    asset = make.asset(people.company)
    page = text_of(visitor(people.dispatcher).get(f"/desk/clients/assets/{asset.uid}/label"))
    assert f"/assets/{asset.uid}" in page
    assert '<svg width="' in page


def test_a_site_by_the_form(people: make.Cast) -> None:
    """Added to a company, changed with its people, hidden; mistakes come back with what was typed."""
    desk = visitor(people.dispatcher)
    uid = str(people.company.uid)
    form = f"/settings/sites/new?company={uid}"
    assert "Иван Клиентов" in words_of(desk.get(form))
    with unchanged():
        answer = desk.post(form, {"company": uid, "name": " ", "address": "Тула"})
    assert (answer.status_code, fields_of(answer)["address"]) == (422, ["Тула"])
    person = make.contact_of(people.client)
    given = {
        "company": uid,
        "name": "Кофейня",
        "manager": f"team:{people.it.pk}",
        "contacts": [str(person.uid)],
        "observers": [f"agent:{people.agent.agent_id}", f"team:{people.hr.pk}"],
    }
    answer = desk.post(form, given)
    site = Site.objects.get()
    assert answer.headers["Location"] == f"/desk/clients/sites/{site.uid}"
    assert (site.company, site.manager_team, list(site.contacts.all())) == (
        people.company,
        people.it,
        [person],
    )
    assert (site.observer_agents, site.observer_teams) == ([people.agent.agent_id], [people.hr.pk])
    card = words_of(desk.get(f"/desk/clients/sites/{site.uid}"))
    assert all(words in card for words in (str(people.it.name), str(people.hr.name)))
    address = f"/settings/sites/{site.uid}"
    desk.post(address, {"version": str(site.version), "name": "Кофейня", "address": "Тула"})
    before, site = site, Site.objects.get()
    assert (site.address, site.manager_team, site.observer_teams) == ("Тула", None, [])
    assert site.version > before.version
    assert desk.post(address, {"version": "1", "name": "x"}).status_code == 409
    desk.post(f"{address}/hidden", {"hidden": "1"})
    assert Site.objects.get().hidden


def test_equipment_by_the_form(people: make.Cast) -> None:
    """With the company's sites to choose from; no day is told at its field."""
    site = make.site(people.company)
    desk = visitor(people.dispatcher)
    uid = str(people.company.uid)
    form = f"/settings/assets/new?company={uid}&site={site.uid}"
    assert fields_of(desk.get(form))["site"] == [str(site.uid)]
    given = {"company": uid, "name": "Касса", "site": str(site.uid), "serial": "K-1"}
    with unchanged():
        assert desk.post(form, {**given, "warranty_until": "31.03.2027"}).status_code == 422
    desk.post(form, {**given, "warranty_until": "2027-03-31"})
    asset = Asset.objects.get()
    assert (asset.site, asset.serial, str(asset.warranty_until)) == (site, "K-1", "2027-03-31")
    desk.post(f"/settings/assets/{asset.uid}", {"version": "1", "name": "Касса № 2", "site": ""})
    asset.refresh_from_db()
    assert (asset.name, asset.site) == ("Касса № 2", None)
    # Without a company the form asks for it.
    fresh = desk.get("/settings/assets/new")
    assert "ООО «Бета»" in words_of(fresh)
    assert ru("choose a company") in words_of(fresh)


def test_a_ticket_about_a_machine(people: make.Cast) -> None:
    """Chosen in the form of the client's company; told on the card; changed and taken away by the fields."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    contact = str(make.contact_of(people.client).uid)
    desk = visitor(people.dispatcher)
    assert site.name in words_of(desk.get(NEW, {"contact": contact}))
    assert asset.name in words_of(desk.get("/desk/contacts/chosen", {"contact": contact}))
    form = {"subject": "Не варит", "text": "Совсем", "contact": contact, "asset": str(asset.uid)}
    desk.post(NEW, form)
    ticket = Ticket.objects.get()
    assert (ticket.site, ticket.asset) == (site, asset)
    card = f"/desk/tickets/{ticket.number}"
    assert asset.name in words_of(desk.get(card))
    fields = fields_of(desk.get(f"{card}/fields"))
    assert (fields["site"], fields["asset"]) == ([str(site.uid)], [str(asset.uid)])
    with recorded() as events:
        desk.post(f"{card}/fields", {**fields, "site": "", "asset": ""})
    assert changes(events[0]) == {"site": (site.pk, None), "asset": (asset.pk, None)}
    assert site.name in words_of(desk.get(card))  # in the history
    foreign = str(make.site(people.other_company, "Чужая").uid)
    version = fields_of(desk.get(f"{card}/fields"))["version"]
    with unchanged():
        answer = desk.post(f"{card}/fields", {**fields, "version": version, "site": foreign, "asset": ""})
    assert answer.status_code == 422


def test_a_new_ticket_from_a_card(people: make.Cast) -> None:
    """The form knows machine, site and whom to ask for there; without anybody it offers the company's."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    desk = visitor(people.dispatcher)
    link = f"{NEW}?asset={asset.uid}"
    assert link in text_of(desk.get(f"/desk/clients/assets/{asset.uid}"))
    fields = fields_of(desk.get(link))
    assert (fields["site"], fields["asset"], fields["contact"]) == ([str(site.uid)], [str(asset.uid)], [""])
    site.contacts.add(make.contact_of(people.client))
    assert fields_of(desk.get(link))["contact"] == [str(make.contact_of(people.client).uid)]
    assert "asset" not in fields_of(desk.get(f"{NEW}?site={site.uid}"))
    assert visitor(people.outsider).get(link).status_code == 404


def test_what_a_company_has(people: make.Cast) -> None:
    """Its sites with a few machines each, how many more, and what stands at none."""
    site = make.site(people.company)
    for number in range(6):
        make.asset(people.company, f"Касса {number}", site=site)
    make.asset(people.company, "Ноутбук")
    card = visitor(people.dispatcher).get(f"/desk/clients/companies/{people.company.uid}")
    words = words_of(card)
    assert site.name in words
    assert "Касса 3" in words
    assert "Касса 4" not in words
    assert ru("At no site") in words
    assert "Ноутбук" in words


def test_a_list_of_one_site(people: make.Cast) -> None:
    """By its link; the chip says the name."""
    site = make.site(people.company)
    desk = visitor(people.dispatcher)
    page = desk.get("/desk/tickets", {"view": "all", "site": str(site.uid)})
    assert f"{ru('Site')} {site.name}" in " ".join(words_of(page).replace(":", "").split())


def test_the_filter_takes_words(people: make.Cast) -> None:
    """Of a site's name or address, of a machine's name or number; nobody has any: nothing to fill in."""
    desk = visitor(people.dispatcher)
    assert 'id="flt-site"' not in text_of(desk.get("/desk/tickets/filter"))
    site = make.site(people.company)
    asset = make.asset(people.company, site=site, serial="CM-2214")
    contact = make.contact_of(people.client)
    what = Registration("Не варит", from_text("Совсем"), contact=contact, asset=asset)
    number = register(people.dispatcher, what).number
    make.ticket(people.client, team=people.it)
    assert 'id="flt-site"' in text_of(desk.get("/desk/tickets/filter"))
    for words in ({"site": "лесная 7"}, {"site": "Кофейня"}, {"asset": "cm 2214"}, {"asset": str(asset.uid)}):
        assert rows_of(desk.get("/desk/tickets", {"view": "all", **words})) == [number]
    for words in ({"site": "пекарня"}, {"asset": "касса"}):
        assert ru("Nothing found with these filters") in words_of(
            desk.get("/desk/tickets", {"view": "all", **words})
        )
    assert number not in rows_of(desk.get("/desk/tickets", {"view": "all", "site": "none"}))
    page = desk.get("/desk/tickets/filter", {"view": "all", "site": str(site.uid)})
    assert fields_of(page)["site"] == [site.name]


def test_switched_off(people: make.Cast) -> None:
    """Pages, tabs, fields and facts are gone; switched on again, everything is there."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    contact = str(make.contact_of(people.client).uid)
    desk = visitor(people.admin)
    desk.post(NEW, {"subject": "Не варит", "text": "x", "contact": contact, "asset": str(asset.uid)})
    card = f"/desk/tickets/{Ticket.objects.get().number}"
    for key in ("modules.sites", "modules.assets"):
        change_setting(SYSTEM.ref, key, False)
    for path in ("sites", "assets", f"sites/{site.uid}", f"assets/{asset.uid}", f"assets/{asset.uid}/label"):
        assert desk.get(f"/desk/clients/{path}").status_code == 404
    for path in ("sites/new", "assets/new", f"sites/{site.uid}"):
        assert desk.get(f"/settings/{path}").status_code == 404
    for path in ("/desk/clients/", f"/desk/clients/companies/{people.company.uid}", card, "/settings/"):
        page = words_of(desk.get(path))
        assert ru("Types of equipment") not in page
        assert path == "/settings/" or ru("Sites") not in page
        assert asset.name not in page
    assert 'name="asset"' not in text_of(desk.get(NEW, {"contact": contact}))
    for key in ("modules.sites", "modules.assets"):
        change_setting(SYSTEM.ref, key, True)
    assert asset.name in words_of(desk.get(card))
