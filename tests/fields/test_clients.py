"""Custom fields of companies, contacts, sites and equipment: given, shown, found, kept secret."""

from __future__ import annotations

from otklik.clients.commands import AssetSpec, change_company, create_asset, give_fields
from otklik.clients.models import Company
from otklik.clients.queries import companies_page
from otklik.core import worker
from otklik.core.errors import Denied, Invalid
from otklik.people.commands import set_up
from otklik.people.models import Role
from otklik.web.setting_up import ASSET_TYPE
from tests import make
from tests.api.program import program
from tests.fields.made import field, option
from tests.support.pages import text_of, visitor
from tests.support.writes import changes, recorded, refused


def test_given_to_a_company(people: make.Cast) -> None:
    """One event with from and to; of a person only that it changed; lists are narrowed by it."""
    tariff = field(people.admin, "tariff", "list", owner="company", filterable=True)
    option(people.admin, tariff, "gold")
    field(people.admin, "born", "date", owner="contact")
    worker.drain()
    with recorded() as events:
        give_fields(people.admin, people.company, {"tariff": "gold"})
    assert [event.kind for event in events] == ["company.changed"]
    assert changes(events[0]) == {"field.tariff": (None, "gold")}
    with recorded() as events:
        give_fields(people.admin, make.contact_of(people.client), {"born": "1980-02-01"})
    assert changes(events[0]) == {"field.born": (None, None)}
    found = companies_page(people.admin, fields={"tariff": "gold"}).rows
    assert [row.pk for row in found] == [people.company.pk]
    with refused(Denied):
        give_fields(people.agent, people.company, {"tariff": ""})
    with refused(Invalid, fields={"field.born"}):
        give_fields(people.admin, people.company, {"born": "1980-02-01"})


def test_equipment_has_fields_of_its_type(people: make.Cast) -> None:
    kind = set_up(people.admin, ASSET_TYPE, {"name": {"ru": "Кофемашина"}})
    field(people.admin, "inventory", owner="asset", asset_types=[kind.pk], must="register")
    machine = create_asset(people.admin, AssetSpec(people.company, "Касса"))
    with refused(Invalid, fields={"field.inventory"}):
        give_fields(people.admin, machine, {"inventory": "7"})
    other = create_asset(people.admin, AssetSpec(people.company, "Кофе", type_id=kind.pk))
    with refused(Invalid, fields={"field.inventory"}):
        give_fields(people.admin, other, {}, is_new=True)
    assert give_fields(people.admin, other, {"inventory": "7"}, is_new=True).custom == {"inventory": "7"}


def test_the_form_of_a_company(people: make.Cast) -> None:
    """Asks, keeps what was typed, says what is wrong; a form without the fields empties none."""
    field(people.admin, "limit", "money", owner="company")
    page = visitor(people.admin)
    address = f"/settings/companies/{people.company.uid}"
    assert 'name="field.limit"' in text_of(page.get(address))
    sent = {"name": "ООО «Альфа»", "manager": "", "asked": ["field.limit"]}
    refused_ = page.post(address, {**sent, "field.limit": "много"})
    assert refused_.status_code == 422
    assert 'value="много"' in text_of(refused_)
    assert page.post(address, {**sent, "field.limit": "1500"}).status_code == 302
    assert Company.objects.get(pk=people.company.pk).custom == {
        "limit": {"amount": 150000, "currency": "RUB"}
    }
    assert page.post(address, {"name": "ООО «Альфа»", "manager": ""}).status_code == 302
    assert Company.objects.get(pk=people.company.pk).custom is not None
    card = text_of(page.get(f"/desk/clients/companies/{people.company.uid}")).replace("\u00a0", " ")
    assert "1 500 ₽" in card


def test_what_is_hidden_from_a_role(people: make.Cast) -> None:
    """The card names it without its value; the API knows nothing of it."""
    lead = Role.objects.get(code="lead")
    field(people.admin, "secret", owner="company", roles=[lead.pk])
    field(people.admin, "open", owner="company", clients="see")
    give_fields(people.admin, people.company, {"secret": "тайна", "open": "явно"})
    make.ticket(people.client, team=people.it)
    card = f"/desk/clients/companies/{people.company.uid}"
    assert "тайна" in text_of(visitor(people.lead).get(card))
    shown = text_of(visitor(people.dispatcher).get(card))
    assert "тайна" not in shown
    assert "нет доступа" in shown
    path = f"/companies/{people.company.uid}"
    assert program(people.lead).get(path).body["fields"] == {"secret": "тайна", "open": "явно"}
    assert program(people.dispatcher).get(path).body["fields"] == {"open": "явно"}
    assert program(people.client).get(path).body["fields"] == {"open": "явно"}


def test_by_the_api(people: make.Cast) -> None:
    """Written and read by key; required ones are asked for by this door, too."""
    field(people.admin, "size", "number", owner="company", must="register", filterable=True)
    worker.drain()
    api = program(people.admin)
    answer = api.post("/companies", {"name": "ООО «Гамма»"})
    assert (answer.status, list(answer.body["errors"])) == (422, ["field.size"])
    assert not Company.objects.filter(name="ООО «Гамма»").exists()
    made = api.post("/companies", {"name": "ООО «Гамма»", "fields": {"size": 12.5}})
    assert (made.status, made.body["fields"]) == (201, {"size": "12.5"})
    found = api.get("/companies?field.size=10..13").body["items"]
    assert [row["name"] for row in found] == ["ООО «Гамма»"]
    assert api.get("/companies?field.nothing=1").status == 422
    company = Company.objects.get(name="ООО «Гамма»")
    new_name = {"name": "ООО «Дельта»"}
    change_company(people.admin, company, version=company.version, values=new_name, domains=[])
    assert Company.objects.get(pk=company.pk).custom == {"size": "12.5"}
