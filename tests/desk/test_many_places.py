"""Companies with more machines than a list can hold: boxes that search on the server, also without script."""

from __future__ import annotations

import pytest

from otklik.clients import place_choice
from otklik.clients.models import Asset, Contract
from otklik.settings_ui import searched
from otklik.tickets.models import Ticket
from tests import make
from tests.clients.contracts import contract
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import unchanged

NEW, REQUEST = "/desk/tickets/new", "/requests/new"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three machines are too many for a list."""
    monkeypatch.setattr(place_choice, "MOST", 2)
    monkeypatch.setattr(searched, "MOST", 1)


@pytest.fixture
def machines(people: make.Cast) -> list[Asset]:
    """Three of one name; the second has a serial number of its own."""
    return [make.asset(people.company, "Касса", serial=f"KS-{number}00") for number in (1, 2, 3)]


def test_proposals(people: make.Cast, machines: list[Asset]) -> None:
    """By a part of name or number, of the company asked for; a box, not a list, stands in the form."""
    make.asset(people.other_company, "Касса чужая")
    desk = visitor(people.dispatcher)
    company = f"company={people.company.uid}"
    found = desk.get(f"/desk/clients/options/asset?{company}&q=s-20")
    assert [str(one.uid) in text_of(found) for one in machines] == [False, True, False]
    assert "чужая" not in words_of(desk.get(f"/desk/clients/options/asset?{company}&q=касса"))
    assert "Касса" not in words_of(
        visitor(people.outsider).get(f"/desk/clients/options/asset?{company}&q=касса")
    )
    for page in (
        desk.get(f"{NEW}?contact={make.contact_of(people.client).uid}"),
        visitor(people.client).get(REQUEST),
    ):
        assert 'name="asset_words"' in text_of(page)
        assert '<select id="f-asset"' not in text_of(page)
    assert desk.get("/desk/clients/options/nothing?q=x").status_code == 404


def test_an_employee_without_script(people: make.Cast, machines: list[Asset]) -> None:
    """Words that fit one are enough; several are told; a choice stands while its words do."""
    desk, contact = visitor(people.dispatcher), make.contact_of(people.client)
    form = {
        "subject": "Не бьёт",
        "text": "Чек",
        "contact": str(contact.uid),
        "client": contact.name,
        "asset": "",
    }
    with unchanged():
        answer = desk.post(NEW, {**form, "asset_words": "касса"})
        assert (answer.status_code, "KS-300" in words_of(answer)) == (422, True)
        assert desk.post(NEW, {**form, "asset_words": "нет такой"}).status_code == 422
    assert desk.post(NEW, {**form, "asset_words": "касса ks200"}).status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.asset == machines[1]
    edit = f"/desk/tickets/{ticket.number}/fields"
    given = fields_of(desk.get(edit))
    assert (given["asset"], given["asset_words"]) == ([str(machines[1].uid)], ["Касса · KS-200"])
    assert desk.post(edit, given).status_code == 302
    assert desk.post(edit, {**fields_of(desk.get(edit)), "asset_words": "KS-300"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.asset == machines[2]
    assert desk.post(edit, {**fields_of(desk.get(edit)), "asset_words": ""}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.asset is None


def test_a_client_without_script(people: make.Cast, machines: list[Asset]) -> None:
    """The same in the portal; a scanned label is named in the box."""
    client = visitor(people.client)
    form = fields_of(client.get(f"{REQUEST}?service=-&asset={machines[0].uid}"))
    assert form["asset_words"] == ["Касса · KS-100"]
    client.post(REQUEST, {**form, "subject": "Не бьёт", "text": "Чек"})
    client.post(
        REQUEST, {**form, "idempotency_key": "2", "subject": "Не", "text": "Чек", "asset_words": "ks-3"}
    )
    assert [one.asset for one in Ticket.objects.order_by("pk")] == [machines[0], machines[2]]
    answer = client.post(
        REQUEST, {**form, "idempotency_key": "3", "subject": "Не", "text": "Чек", "asset_words": "касса"}
    )
    assert (answer.status_code, fields_of(answer)["asset_words"]) == (422, ["касса"])


def test_forms_of_contracts_and_equipment(people: make.Cast, machines: list[Asset]) -> None:
    """A contract keeps what it covers and takes one more by its words; a machine finds company and site."""
    made = contract(people.company)
    made.assets.add(machines[0])
    desk = visitor(people.admin)
    address = f"/settings/contracts/{made.uid}"
    given = fields_of(desk.get(address))
    assert given["assets"] == [str(machines[0].uid)]
    assert desk.post(address, {**given, "assets_words": "ks-200"}).status_code == 302
    assert set(Contract.objects.get().assets.all()) == {machines[0], machines[1]}
    with unchanged():
        answer = desk.post(address, {**fields_of(desk.get(address)), "assets_words": "касса"})
    assert (answer.status_code, fields_of(answer)["assets_words"]) == (422, ["касса"])
    for name in ("Зал", "Двор", "Цех"):
        make.site(people.company, name, "")
    new = fields_of(desk.get("/settings/assets/new"))
    assert "company_words" in new
    assert (
        desk.post("/settings/assets/new", {**new, "name": "Весы", "company_words": "альфа"}).status_code
        == 302
    )
    scales = Asset.objects.get(name="Весы")
    edit = f"/settings/assets/{scales.uid}"
    assert desk.post(edit, {**fields_of(desk.get(edit)), "site_words": "двор"}).status_code == 302
    scales.refresh_from_db()
    assert (scales.company, scales.site.name if scales.site else "") == (people.company, "Двор")
