"""`/contracts` and `/periods`: read by those who may know of them, changed by those who may."""

from __future__ import annotations

import pytest

from otklik.clients.commands import ContractSpec, create_contract
from otklik.clients.settings import CONTRACTS
from otklik.core.actors import SYSTEM
from otklik.organisation.commands import change_setting
from tests import make
from tests.api.program import program
from tests.api.rows import rows
from tests.clients.contracts import contract, day, period

CONTRACT = {
    "uid", "number", "name", "payer", "companies", "services", "sites", "assets", "signed_on", "starts_on",
    "ends_on",
    "standing", "standing_until", "standing_since", "fields",
}  # fmt: skip
CONTRACT_FOR_STAFF = CONTRACT | {
    "other_companies", "manager_agent", "manager_team", "notes", "amount", "currency", "may_see_prices",
    "external_id", "hidden", "version",
}  # fmt: skip
PERIOD = {"uid", "contract", "starts_on", "ends_on", "paid", "paid_on"}
PERIOD_FOR_STAFF = PERIOD | {
    "price", "currency", "may_see_prices", "remind_on", "reminded_at", "version",
}  # fmt: skip


def test_a_contract_is_added_read_and_changed(people: make.Cast) -> None:
    make.service("911", team=people.it)
    asking = program(people.lead)
    body = {
        "number": "Д-1",
        "payer": str(people.company.uid),
        "companies": [str(people.other_company.uid)],
        "services": ["911"],
        "starts_on": "2026-01-01",
        "manager_team": "it",
        "amount": 12000050,
        "currency": "USD",
    }
    made = asking.post("/contracts", body)
    assert (made.status, set(made.body)) == (201, CONTRACT_FOR_STAFF)
    assert (made.body["amount"], made.body["currency"], made.body["may_see_prices"]) == (
        12000050,
        "USD",
        True,
    )
    assert [one["code"] for one in made.body["services"]] == ["911"]
    assert {one["name"] for one in made.body["companies"]} == {"ООО «Альфа»", "ООО «Бета»"}
    assert (made.body["standing"], made.body["manager_team"]["code"]) == ("none", "it")
    address = f"/contracts/{made.body['uid']}"
    read = asking.get(address)
    assert (read.body, read.headers["ETag"]) == (made.body, '"1"')
    patch: dict[str, object] = {"name": "Кассы", "companies": []}
    patch |= dict.fromkeys(("starts_on", "manager_team", "amount"))
    changed = asking.patch(address, patch, **{"If-Match": '"1"'})
    assert (changed.body["name"], changed.body["starts_on"], changed.body["amount"]) == ("Кассы", None, None)
    assert [one["name"] for one in changed.body["companies"]] == ["ООО «Альфа»"]
    assert (changed.body["manager_team"], changed.body["number"]) == (None, "Д-1")
    before = rows()
    assert asking.patch(address, {"name": "x", "version": 1}).problem == "conflict"
    assert rows() == before
    hidden = asking.patch(address, {"hidden": True})
    assert hidden.body["hidden"] is True
    assert asking.get("/contracts").body["items"] == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ({"number": " "}, "number"),
        ({"number": "Д-0"}, "number"),
        ({"payer": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"}, "payer"),
        ({"companies": ["01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"]}, "companies"),
        ({"services": ["nothing"]}, "services"),
        ({"manager_team": "nobody"}, "manager_team"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on"),
        ({"ends_on": "9999-01-01"}, "ends_on"),
        ({"currency": "rub"}, "currency"),
        ({"amount": -1}, "amount"),
    ],
)
def test_what_is_wrong_is_named(people: make.Cast, field: dict[str, object], wrong: str) -> None:
    contract(people.company, "Д-0")
    asking = program(people.lead)
    before = rows()
    answer = asking.post("/contracts", {"number": "Д-1", "payer": str(people.company.uid)} | field)
    assert (answer.problem, list(answer.body["errors"])) == ("invalid", [wrong])
    assert rows() == before


def test_prices_and_companies_one_may_not_know(people: make.Cast) -> None:
    """An agent of tickets of one company: no sums, the other company only as a number; a client: neither."""
    spec = ContractSpec("Д-1", people.other_company, companies=[people.company], amount=500)
    made = create_contract(people.lead, spec)
    make.ticket(people.client, team=people.it, assignee=people.agent)
    seen = program(people.agent).get(f"/contracts/{made.uid}").body
    assert (seen["amount"], seen["may_see_prices"], seen["other_companies"]) == (None, False, 1)
    assert (seen["payer"], [one["name"] for one in seen["companies"]]) == (None, ["ООО «Альфа»"])
    own = program(people.manager).get(f"/contracts/{made.uid}").body
    assert set(own) == CONTRACT
    assert (own["payer"], [one["name"] for one in own["companies"]]) == (None, ["ООО «Альфа»"])
    dispatcher = program(people.dispatcher)
    for patch in ({"amount": 1}, {"currency": "EUR"}):
        assert dispatcher.patch(f"/contracts/{made.uid}", patch).status == 403
    assert dispatcher.patch(f"/contracts/{made.uid}", {"name": "x"}).body["amount"] is None
    assert program(people.lead).get(f"/contracts/{made.uid}").body["amount"] == 500


def test_filters(people: make.Cast) -> None:
    current = contract(people.company, "Д-1")
    period(current, -1, 100)
    contract(people.other_company, "Д-2")
    asking = program(people.lead)

    def numbers(**query: str) -> list[str]:
        return [one["number"] for one in asking.get("/contracts", **query).body["items"]]

    assert numbers() == ["Д-1", "Д-2"]
    assert numbers(standing="paid") == numbers(company=str(people.company.uid)) == ["Д-1"]
    assert numbers(q="бета") == ["Д-2"]
    assert asking.get("/contracts", standing="strange").status == 422
    page = asking.get("/contracts", limit="1")
    assert page.body["next"]


def test_periods(people: make.Cast) -> None:
    made = contract(people.company)
    asking = program(people.lead)
    start, end = day(people.company, 0), day(people.company, 99)
    body = {
        "contract": str(made.uid),
        "starts_on": start.isoformat(),
        "ends_on": end.isoformat(),
        "price": 9900,
    }
    added = asking.post("/periods", body)
    assert (added.status, set(added.body)) == (201, PERIOD_FOR_STAFF)
    assert added.body["remind_on"] == day(people.company, 85).isoformat()
    address = f"/periods/{added.body['uid']}"
    paid = asking.patch(address, {"paid": True, "version": 1})
    assert (paid.body["paid"], paid.body["paid_on"], paid.body["version"]) == (True, start.isoformat(), 2)
    assert asking.patch(address, {"paid": False, "version": 1}).problem == "conflict"
    longer = asking.patch(address, {"ends_on": day(people.company, 109).isoformat()})
    assert longer.body["remind_on"] == day(people.company, 95).isoformat()
    assert longer.body["paid_on"] == start.isoformat()
    unpaid = asking.patch(address, {"paid": False, "remind_on": None})
    assert (unpaid.body["paid_on"], unpaid.body["remind_on"], unpaid.body["price"]) == (None, None, 9900)
    dispatcher = program(people.dispatcher)
    before = rows()
    twice = asking.post("/periods", body | {"starts_on": end.isoformat()})
    assert (twice.problem, list(twice.body["errors"])) == ("invalid", ["starts_on"])
    nowhere = asking.post("/periods", body | {"contract": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"})
    assert list(nowhere.body["errors"]) == ["contract"]
    assert dispatcher.patch(address, {"price": 1}).status == 403
    assert rows() == before
    seen = dispatcher.get(address).body
    assert (seen["price"], seen["may_see_prices"]) == (None, False)
    assert set(program(people.manager).get(address).body) == PERIOD
    assert len(asking.get("/periods", contract=str(made.uid)).body["items"]) == 1
    assert asking.get("/periods", contract=str(people.company.uid)).body["items"] == []
    assert asking.delete(address).status == 204
    assert asking.get(address).status == 404


def test_files(people: make.Cast) -> None:
    made, other = contract(people.company), contract(people.other_company)
    asking = program(people.lead)
    file = make.file(people.lead)
    put = asking.post(f"/contracts/{made.uid}/files", {"files": [str(file.uid)], "public": True})
    assert (put.status, put.body["items"][0]["public"]) == (201, True)
    one = f"/contracts/{made.uid}/files/{put.body['items'][0]['uid']}"
    assert len(program(people.manager).get(f"/contracts/{made.uid}/files").body["items"]) == 1
    assert program(people.manager).get(f"/files/{file.uid}").status == 200
    for actor in (people.client, people.stranger, people.agent):
        assert program(actor).get(f"/files/{file.uid}").status == 404
    elsewhere = one.replace(str(made.uid), str(other.uid))
    assert asking.patch(elsewhere, {"public": False}).status == 404
    assert asking.patch(one, {"public": False}).body["public"] is False
    assert program(people.manager).get(f"/files/{file.uid}").status == 404
    assert asking.delete(one).status == 204
    assert asking.get(f"/contracts/{made.uid}/files").body["items"] == []


def test_switched_off_there_are_none(people: make.Cast) -> None:
    made = contract(people.company)
    paid = period(made, 0, 9)
    file = make.client_file(people.lead, made)
    change_setting(SYSTEM, CONTRACTS.key, False)
    asking = program(people.admin)
    for path in (
        *("/contracts", f"/contracts/{made.uid}", f"/contracts/{made.uid}/files"),
        *("/periods", f"/periods/{paid.uid}", f"/files/{file.file.uid}"),
    ):
        assert asking.get(path).status == 404, path
    body = {"number": "Д-1", "payer": str(people.company.uid)}
    assert asking.post("/contracts", body).status == 404
