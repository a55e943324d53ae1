"""Fields that lead to a company or a machine: a box that searches on the server, also without script."""

from __future__ import annotations

import pytest
from django.http import HttpResponseBase

from otklik.clients.commands import AssetSpec, change_asset
from otklik.clients.models import Asset
from otklik.tickets.models import Ticket
from tests import make
from tests.fields.made import field
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import unchanged

UID, WORDS = "field.till", "field.till.words"


@pytest.fixture
def tills(people: make.Cast) -> list[Asset]:
    """Two of one name, and one of another company; a field that leads to them, for clients to fill."""
    field(people.admin, "till", "asset", clients="fill")
    field(people.admin, "payer", "company", clients="fill")
    mine = [make.asset(people.company, "Касса", serial=f"KS-{number}00") for number in (1, 2)]
    return [*mine, make.asset(people.other_company, "Касса чужая", serial="KS-900")]


def test_an_employee_names_a_machine(people: make.Cast, tills: list[Asset]) -> None:
    """Chosen by uid, or told by a part that only one has; other words win over the uid that stood there; what
    stands stays under its old name."""
    ticket = make.ticket(people.client, "Не бьёт", team=people.it)
    desk = visitor(people.dispatcher)
    edit = f"/desk/tickets/{ticket.number}/fields"
    page = desk.get(edit)
    assert 'data-suggest="/desk/clients/options/asset"' in text_of(page)
    assert "datalist" not in text_of(page)

    def sent(uid: str, words: str) -> HttpResponseBase:
        form = fields_of(desk.get(edit))
        return desk.post(edit, {**form, UID: uid, WORDS: words})

    def stands() -> object:
        ticket.refresh_from_db()
        return (ticket.custom or {}).get("till")

    assert sent(str(tills[0].uid), "Касса · KS-100").status_code == 302
    assert stands() == {"uid": str(tills[0].uid), "name": "Касса"}
    assert sent(str(tills[0].uid), "ks-200").status_code == 302
    assert stands() == {"uid": str(tills[1].uid), "name": "Касса"}
    with unchanged():
        answer = sent("", "касса")
    assert (answer.status_code, fields_of(answer)[WORDS]) == (422, ["касса"])
    change_asset(people.admin, tills[1], version=tills[1].version, spec=AssetSpec(people.company, "Сканер"))
    form = fields_of(desk.get(edit))
    assert (form[UID], form[WORDS]) == ([str(tills[1].uid)], ["Касса"])
    assert desk.post(edit, form).status_code == 302
    assert stands() == {"uid": str(tills[1].uid), "name": "Касса"}
    assert sent("", "").status_code == 302
    assert stands() is None


def test_a_client_names_their_own(people: make.Cast, tills: list[Asset]) -> None:
    """Only what is open to them is found, by the box and by the form."""
    client = visitor(people.client)
    new = client.get("/requests/new?service=-")
    assert 'data-suggest="/requests/places/asset"' in text_of(new)
    assert "KS-900" not in words_of(client.get("/requests/places/asset?q=касса"))
    found = words_of(client.get("/requests/places/company?q=о"))
    assert (people.company.name in found, people.other_company.name in found) == (True, False)
    form = {**fields_of(new), "subject": "Не бьёт", "text": "Чек"}
    with unchanged():
        answer = client.post("/requests/new", {**form, UID: str(tills[2].uid), WORDS: "Касса чужая"})
    assert answer.status_code == 422
    client.post("/requests/new", {**form, UID: "", WORDS: "ks-1"})
    assert (Ticket.objects.get().custom or {})["till"] == {"uid": str(tills[0].uid), "name": "Касса"}


def test_a_company_leads_to_another(people: make.Cast) -> None:
    """The same box in the forms of clients."""
    field(people.admin, "holding", "company", owner="company")
    desk = visitor(people.admin)
    edit = f"/settings/companies/{people.company.uid}"
    form = fields_of(desk.get(edit))
    assert form["field.holding.words"] == [""]
    assert desk.post(edit, {**form, "field.holding.words": "бет"}).status_code == 302
    people.company.refresh_from_db()
    name = people.other_company.name
    assert (people.company.custom or {})["holding"] == {"uid": str(people.other_company.uid), "name": name}
