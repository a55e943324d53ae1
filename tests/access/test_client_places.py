"""What a client sees of sites and equipment: of their first company, of further ones, of those open to them
whole, and of the sites their level opens; by page, suggestion, label and API."""

from __future__ import annotations

import pytest

from otklik.clients.acting import actor_of_contact
from otklik.clients.commands import PortalLevel, set_levels, set_supervised
from otklik.clients.models import Asset
from otklik.clients.place_access import visible_assets, visible_sites
from otklik.core.actors import Via
from otklik.people.actor import Actor
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor, words_of
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
NEW = "/requests/new"


@pytest.fixture
def machines(people: make.Cast) -> dict[str, Asset]:
    """A machine at a site of each of four companies."""
    companies = {
        "own": people.company,
        "further": make.company("ООО «Вторая»"),
        "below": make.company("ООО «Дочка»"),
        "other": people.other_company,
    }
    return {
        key: make.asset(company, f"Печь {key}", site=make.site(company, f"Цех {key}", "Москва, 1"))
        for key, company in companies.items()
    }


def opened(people: make.Cast, machines: dict[str, Asset]) -> None:
    """The client belongs to a second company, and to one that looks after a third."""
    client = make.contact_of(people.client)
    set_supervised(people.admin, people.company, [machines["below"].company_id])
    further = {machines["further"].company_id: PortalLevel()}
    set_levels(people.admin, client, PortalLevel(sees_supervised=True), further)


def fresh(client: Actor) -> Actor:
    """The client as they are now."""
    return actor_of_contact(make.contact_of(client), Via.PORTAL)


def seen(client: Actor) -> tuple[set[str], set[str]]:
    """What the rule opens: names of sites and of equipment."""
    actor = fresh(client)
    sites, assets = visible_sites(actor), visible_assets(actor)
    return (
        {name.removeprefix("Цех ") for name in sites.values_list("name", flat=True)},
        {name.removeprefix("Печь ") for name in assets.values_list("name", flat=True)},
    )


def test_by_the_rule(people: make.Cast, machines: dict[str, Asset]) -> None:
    """Their own to begin with; each right adds its own, and taken away takes it back; hidden ones never."""
    assert seen(people.client) == ({"own"}, {"own"})
    opened(people, machines)
    assert seen(people.client) == ({"own", "further", "below"}, {"own", "further", "below"})
    Asset.objects.filter(pk=machines["further"].pk).update(hidden=True)
    assert seen(people.client)[1] == {"own", "below"}
    set_levels(people.admin, make.contact_of(people.client), PortalLevel(), {})
    assert seen(people.client) == ({"own"}, {"own"})


def test_by_a_linked_site(people: make.Cast, machines: dict[str, Asset]) -> None:
    """A site opened by the level brings what stands there, also where the company is left since."""
    site = machines["further"].site
    assert site is not None
    client = make.contact_of(people.client)
    site.contacts.add(client)
    level = {machines["further"].company_id: PortalLevel(sees_sites=True)}
    set_levels(people.admin, client, PortalLevel(), level)
    assert fresh(people.client).sites == {site.pk}
    assert seen(people.client) == ({"own", "further"}, {"own", "further"})


def test_by_every_door(people: make.Cast, machines: dict[str, Asset]) -> None:
    """Form, suggestion, label, sent form, program: all by the same rule; the request is of the company whose
    the machine is."""
    opened(people, machines)
    client, asking = visitor(people.client), program(people.client)
    page = text_of(client.get(NEW))
    proposed = text_of(client.get("/requests/places/asset?q=печь"))
    for key, asset in machines.items():
        is_open, uid = key != "other", str(asset.uid)
        assert (asset.name in page, asset.name in proposed) == (is_open, is_open)
        assert client.get(f"/assets/{uid}").status_code == (302 if is_open else 404)
        assert client.get(f"{NEW}?service=-&asset={uid}").status_code == (200 if is_open else 404)
        form = {"subject": "Не греет", "text": "Совсем", "asset": uid}
        if is_open:
            assert client.post(NEW, form).status_code == 302
            assert asking.post("/tickets", form).status == 201
            made = Ticket.objects.order_by("-pk")[:2]
            assert [(one.company_id, one.asset_id) for one in made] == [(asset.company_id, asset.pk)] * 2
            continue
        with unchanged():
            answer = client.post(NEW, form)
            named = client.post(NEW, {**form, "asset": "", "asset_words": asset.name})
            assert (answer.status_code, named.status_code) == (422, 422)
            assert asset.name not in words_of(answer)
            assert asking.post("/tickets", form).status == 422
