"""`/sites`, `/assets` and the directories: read by those who may know of the company, changed by some."""

from __future__ import annotations

import pytest

from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db

SITE = {"uid", "name", "company", "address", "access_hours", "fields"}
SITE_FOR_STAFF = SITE | {
    "map_url", "manager_agent", "manager_team", "contacts", "observer_agents", "observer_teams", "notes",
    "external_id", "hidden", "version",
}  # fmt: skip
ASSET = {
    "uid", "name", "company", "site", "type", "manufacturer", "model", "serial", "warranty_until", "picture",
    "fields",
}  # fmt: skip


def test_a_site(people: make.Cast) -> None:
    """Added, read, changed; a stale version changes nothing; a contact reads what is theirs to know."""
    asking = program(people.dispatcher)
    body = {
        "company": str(people.company.uid),
        "name": "Кофейня",
        "manager_team": "it",
        "contacts": [str(make.contact_of(people.client).uid)],
        "observer_teams": ["hr"],
    }
    made = asking.post("/sites", body)
    assert (made.status, set(made.body)) == (201, SITE_FOR_STAFF)
    assert made.body["manager_team"]["code"] == "it"
    assert [one["name"] for one in made.body["contacts"]] == ["Иван Клиентов"]
    assert [one["code"] for one in made.body["observer_teams"]] == ["hr"]
    address = f"/sites/{made.body['uid']}"
    read = f'"{made.body["version"]}"'
    changed = asking.patch(address, {"address": "Тула", "manager_team": None}, **{"If-Match": read})
    assert (changed.body["address"], changed.body["manager_team"]) == ("Тула", None)
    assert changed.body["version"] > made.body["version"]
    assert [one["name"] for one in changed.body["contacts"]] == ["Иван Клиентов"]
    before = rows()
    assert asking.patch(address, {"name": "x", "version": 1}).problem == "conflict"
    assert rows() == before
    assert set(program(people.client).get(address).body) == SITE
    hidden = asking.patch(address, {"hidden": True})
    assert hidden.body["hidden"] is True
    assert asking.get("/sites").body["items"] == []


def test_equipment_with_its_directories(people: make.Cast) -> None:
    """The model brings maker and type along; null takes the site away."""
    site = make.site(people.company)
    admin = program(people.admin)
    admin.post("/asset-types", {"names": {"en": "Coffee machine"}})
    admin.post("/manufacturers", {"names": {"en": "Ladoga"}, "code": "ladoga"})
    model = {"names": {"en": "Duo"}, "manufacturer": "ladoga", "asset_type": "coffee-machine"}
    assert admin.post("/asset-models", model).body["manufacturer"]["code"] == "ladoga"
    body = {
        "company": str(people.company.uid),
        "name": "M",
        "site": str(site.uid),
        "model": "duo",
        "serial": "1",
    }
    made = program(people.dispatcher).post("/assets", body)
    assert (made.status, set(made.body)) == (201, ASSET | {"notes", "external_id", "hidden", "version"})
    assert (made.body["type"]["code"], made.body["manufacturer"]["code"]) == ("coffee-machine", "ladoga")
    changed = program(people.dispatcher).patch(f"/assets/{made.body['uid']}", {"site": None, "serial": "2"})
    assert (changed.body["site"], changed.body["serial"], changed.body["model"]["code"]) == (None, "2", "duo")
    found = program(people.dispatcher).get("/assets", company=str(people.company.uid)).body["items"]
    assert [one["serial"] for one in found] == ["2"]
    renamed = admin.patch("/manufacturers/ladoga", {"names": {"en": "Onega"}})
    assert renamed.body["name"] == "Onega"


def test_a_ticket_about_equipment(people: make.Cast) -> None:
    """Registered with it, found by it, taken away by null; of another company it is refused."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site)
    client = program(people.client)
    made = client.post("/tickets", {"subject": "s", "text": "t", "asset": str(asset.uid)})
    assert (made.body["site"]["name"], made.body["asset"]["uid"]) == (site.name, str(asset.uid))
    number = made.body["number"]
    staff = program(people.dispatcher)
    for query in ({"site": str(site.uid)}, {"asset": str(asset.uid)}):
        assert [one["number"] for one in staff.get("/tickets", **query).body["items"]] == [number]
    changed = staff.patch(f"/tickets/{number}", {"asset": None, "site": None})
    assert (changed.body["site"], changed.body["asset"]) == (None, None)
    foreign = str(make.asset(people.other_company, "Чужая").uid)
    before = rows()
    refused = client.post("/tickets", {"subject": "s", "text": "t", "asset": foreign})
    assert (refused.status, rows()) == (422, before)
    assert staff.patch(f"/tickets/{number}", {"asset": foreign}).status == 422
    assert Ticket.objects.get().asset is None


def test_switched_off(people: make.Cast) -> None:
    """The nouns are 404, a ticket shows neither."""
    asset = make.asset(people.company, site=make.site(people.company))
    made = program(people.client).post("/tickets", {"subject": "s", "text": "t", "asset": str(asset.uid)})
    for key in ("modules.sites", "modules.assets"):
        change_setting(SYSTEM.ref, key, False)
    staff = program(people.dispatcher)
    for path in ("/sites", "/assets", "/asset-types", f"/assets/{asset.uid}"):
        assert staff.get(path).status == 404
    read = staff.get(f"/tickets/{made.body['number']}").body
    assert (read["site"], read["asset"]) == (None, None)
