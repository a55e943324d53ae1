"""What is configured: read with two faces, never with secrets."""

from __future__ import annotations

import pytest

from otklik.catalogue.commands import create_category
from otklik.core.actors import SYSTEM
from otklik.core.translated import translated
from tests import make
from tests.api.program import Program, program

pytestmark = pytest.mark.django_db


def codes(asking: Program, path: str) -> list[str]:
    return [item["code"] for item in asking.get(path).body["items"]]


def test_the_catalogue_has_two_faces(people: make.Cast) -> None:
    make.service("254001", team=people.it)
    secret = make.service("254002")
    secret.public = False
    secret.save(update_fields=["public"])
    create_category(SYSTEM, code="paper", name=translated(ru="Бумага", en="Paper"))
    staff, client = program(people.agent), program(people.client)
    assert codes(staff, "/services") == ["254001", "254002"]
    assert codes(client, "/services") == ["254001"]
    assert staff.get("/services").body["items"][0]["team"] == {"code": "it", "name": "Группа it"}
    assert client.get("/services").body["items"][0]["team"] is None
    assert "internal" in codes(staff, "/types")
    assert "internal" not in codes(client, "/types")
    assert codes(client, "/categories") == ["paper"]
    assert codes(client, "/priorities") == ["immediate", "high", "normal", "low"]
    assert client.get("/categories").body["items"][0]["names"] == {"ru": "Бумага", "en": "Paper"}


def test_statuses_have_two_faces(people: make.Cast) -> None:
    staff, client = program(people.agent), program(people.client)
    shown = {item["code"]: item for item in staff.get("/statuses").body["items"]}
    assert "resolved" in shown["in_progress"]["leads_to"]
    assert shown["closed"]["leads_to"] == []
    assert shown["under_review"]["hidden"] is True
    for_client = {item["code"]: item for item in client.get("/statuses").body["items"]}
    assert for_client["new"] == {"code": "new", "name": "Получили", "state": "new"}
    assert "under_review" not in for_client


def test_staff_are_read_by_staff(people: make.Cast) -> None:
    staff = program(people.agent)
    agents = {item["name"]: item for item in staff.get("/agents").body["items"]}
    assert agents["Пётр Орлов"]["teams"] == [{"code": "it", "name": "Группа it"}]
    one = agents["Пётр Орлов"]
    assert staff.get(f"/agents/{one['uid']}").body == one
    team = staff.get("/teams/it").body
    assert team["lead"]["name"] == "Ольга Ведущая"
    assert [member["name"] for member in team["members"]] == ["Елена Белова", "Ольга Ведущая", "Пётр Орлов"]
    for path in ("/teams/nothing", f"/agents/{people.it.uid}"):
        assert staff.get(path).problem == "not-found"


def test_roles_are_for_administrators(people: make.Cast) -> None:
    roles = {item["code"]: item for item in program(people.admin).get("/roles").body["items"]}
    assert roles["administrator"]["rights"] == ["*"]
    assert "tickets.reply" in roles["specialist"]["rights"]


def test_a_mailbox_tells_no_secret(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    (box,) = program(people.agent).get("/mailboxes").body["items"]
    assert set(box) == {"uid", "name", "title", "address", "sender_name", "team", "is_default", "enabled"}
    assert (box["name"], box["address"], box["team"]["code"]) == ("support", "support@desk.test", "it")


def test_views_are_named(people: make.Cast) -> None:
    assert "mine" in codes(program(people.agent), "/views")
