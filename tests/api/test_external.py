"""What another program calls a thing of a client: given, found by, never twice; by the API and in forms."""

from __future__ import annotations

import pytest

from otklik.clients.models import Company
from tests import make
from tests.api.program import program
from tests.clients.contracts import contract
from tests.support.pages import fields_of, text_of, visitor
from tests.support.writes import changes, kinds, recorded, unchanged

pytestmark = pytest.mark.django_db


def test_each_kind_has_one_and_is_found_by_it(people: make.Cast) -> None:
    """Given when it is made, changed, taken away; one event with from and to; of a kind nobody else's."""
    admin, client = program(people.admin), program(people.manager)
    company = str(people.company.uid)
    contract(people.company), make.site(people.company), make.asset(people.company)
    for kind, body in (
        ("company", {"name": "Новая"}),
        ("contact", {"name": "Новая"}),
        ("site", {"name": "Новая", "company": company}),
        ("asset", {"name": "Новая", "company": company}),
        ("contract", {"number": "9", "payer": company}),
    ):
        path = "/companies" if kind == "company" else f"/{kind}s"
        made = admin.post(path, {**body, "external_id": " X-1 "})
        assert (made.status, made.body["external_id"]) == (201, "X-1"), made.body
        other = admin.get(path).body["items"]
        second = f"{path}/{next(one['uid'] for one in other if one['uid'] != made.body['uid'])}"
        with unchanged():
            clash = admin.patch(second, {"external_id": "X-1"})
        assert (clash.problem, list(clash.body["errors"])) == ("invalid", ["external_id"])
        found = admin.get(path, external_id="X-1").body["items"]
        assert [one["uid"] for one in found] == [made.body["uid"]]
        assert admin.get(path, external_id="X").body["items"] == []
        own = f"{path}/{made.body['uid']}"
        with recorded() as events:
            changed = admin.patch(own, {"external_id": "X-2"})
        assert (changed.body["external_id"], kinds(events)) == ("X-2", [f"{kind}.changed"])
        assert changes(events[0]) == {"external_id": ("X-1", "X-2")}
        with unchanged():
            admin.patch(own, {"external_id": "X-2"})
        assert admin.patch(own, {"external_id": ""}).body["external_id"] is None
        assert client.get(path, external_id="X-2").problem == "denied"
        assert "external_id" not in str(client.get(path).body)


def test_forms_ask_it_and_say_a_clash(people: make.Cast) -> None:
    lead = visitor(people.lead)
    address = f"/settings/companies/{people.company.uid}"
    form = fields_of(lead.get(address))
    assert form["external_id"] == [""]
    assert lead.post(address, {**form, "external_id": "C-1"}).status_code == 302
    assert Company.objects.get(pk=people.company.pk).external_id == "C-1"
    assert fields_of(lead.get(address))["external_id"] == ["C-1"]
    other = f"/settings/companies/{people.other_company.uid}"
    with unchanged():
        answer = lead.post(other, {**fields_of(lead.get(other)), "external_id": "C-1"})
    assert answer.status_code == 422
    assert "внешний код" in text_of(answer).lower()
    assert fields_of(answer)["external_id"] == ["C-1"]
