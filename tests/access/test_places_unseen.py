"""A specialist of another team tries sites and equipment by id, search, filter, label and API: nothing.

And whoever knows a company by one ticket reads of its sites, but not who works there.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from otklik.clients.models import Asset, Site
from otklik.tickets.commands import Registration, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
SECRETS = ("Кофейня на Лесной", "Лесная, 7", "Печь № 9", "ZX-77")


@dataclass(frozen=True)
class Places:
    """What another team looks after."""

    site: Site
    asset: Asset
    ticket: Ticket


@pytest.fixture
def places(people: make.Cast) -> Places:
    """A site with one machine, a person there, and a ticket of the IT team about both."""
    site = make.site(people.company)
    site.contacts.add(make.contact_of(people.colleague))
    asset = make.asset(people.company, "Печь № 9", site=site, serial="ZX-77")
    about = Registration(
        "Не греет",
        from_text("Совсем"),
        contact=make.contact_of(people.client),
        asset=asset,
        team=people.it,
    )
    return Places(site, asset, register(people.dispatcher, about))


def test_by_its_address(people: make.Cast, places: Places) -> None:
    """Cards, label, and the address on the label: not found, as if there were nothing."""
    outsider = visitor(people.outsider)
    for path in (
        f"sites/{places.site.uid}",
        f"assets/{places.asset.uid}",
        f"assets/{places.asset.uid}/label",
    ):
        assert outsider.get(f"/desk/clients/{path}").status_code == 404
    scanned = outsider.get(f"/assets/{places.asset.uid}")
    assert outsider.get(scanned.headers["Location"]).status_code == 404
    for query in (f"asset={places.asset.uid}", f"site={places.site.uid}"):
        assert outsider.get(f"/desk/tickets/new?{query}").status_code == 404
    for path in (f"sites/{places.site.uid}", f"assets/{places.asset.uid}"):
        assert outsider.get(f"/settings/{path}").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/desk/clients/sites",
        "/desk/clients/sites?q=лесн",
        "/desk/clients/sites?company={company}",
        "/desk/clients/assets?q=zx77",
        "/desk/clients/assets?company={company}",
        "/desk/clients/?q=лесн",
        "/desk/search?q=ZX-77",
        "/desk/contacts/options?q=лесн",
        "/desk/tickets/new",
        "/desk/tickets?view=all&site={site}",
        "/desk/tickets?view=all&asset={asset}",
        "/desk/tickets?view=archive&site=лесная",
        "/desk/tickets?view=archive&asset=zx77",
    ],
)
def test_by_search_and_filter(people: make.Cast, places: Places, address: str) -> None:
    """No name, no address, no number; the words that were asked for may stand in the field."""
    known = {"company": people.company.uid, "site": places.site.uid, "asset": places.asset.uid}
    page = text_of(visitor(people.outsider).get(address.format(**known)))
    asked = address.partition("q=")[2]
    assert [secret for secret in SECRETS if secret in page and secret != asked] == []
    assert f'id="row-{places.ticket.number}"' not in page


def test_by_the_api(people: make.Cast, places: Places) -> None:
    """Not listed, not read, not changed, not taken into a ticket."""
    asking = program(people.outsider)
    for noun in ("sites", "assets"):
        assert asking.get(f"/{noun}").body["items"] == []
        assert asking.get(f"/{noun}", company=str(people.company.uid)).body["items"] == []
    assert asking.get("/sites", q="лесн").body["items"] == asking.get("/assets", q="zx").body["items"] == []
    for path in (f"/sites/{places.site.uid}", f"/assets/{places.asset.uid}"):
        assert asking.get(path).status == 404
        with unchanged():
            assert asking.patch(path, {"name": "x"}).status == 404
    for known in ({"site": str(places.site.uid)}, {"asset": str(places.asset.uid)}):
        assert asking.get("/tickets", **known).body["items"] == []
        with unchanged():
            assert asking.post("/tickets", {"subject": "s", "text": "t", **known}).status == 422


def test_by_a_form(people: make.Cast, places: Places) -> None:
    """A ticket of theirs takes neither."""
    ticket = make.ticket(people.stranger, team=people.hr)
    outsider = visitor(people.outsider)
    form = {"subject": ticket.subject, "version": str(ticket.version), "asset": str(places.asset.uid)}
    with unchanged():
        answer = outsider.post(f"/desk/tickets/{ticket.number}/fields", form)
    assert answer.status_code == 422
    assert [secret for secret in SECRETS if secret in text_of(answer)] == []


def test_who_works_at_a_site(people: make.Cast, places: Places) -> None:
    """The IT team knows the company by its ticket, and of its people only who wrote."""
    colleague = make.contact_of(people.colleague)
    mine, all_ = visitor(people.agent), visitor(people.dispatcher)
    card = f"/desk/clients/sites/{places.site.uid}"
    assert places.asset.name in text_of(mine.get(card))
    assert (colleague.name in text_of(mine.get(card)), colleague.name in text_of(all_.get(card))) == (
        False,
        True,
    )
    path = f"/sites/{places.site.uid}"
    assert program(people.agent).get(path).body["contacts"] == []
    assert [one["name"] for one in program(people.dispatcher).get(path).body["contacts"]] == [colleague.name]
    listed = program(people.agent).get("/sites").body["items"]
    assert [one["contacts"] for one in listed] == [[]]
