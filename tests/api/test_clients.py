"""`/contacts` and `/companies`: read by those who may know of them, changed by those who may."""

from __future__ import annotations

import pytest

from otklik.clients.models import Company, Contact
from otklik.core.models import Event
from otklik.people.models import Agent
from tests import make
from tests.api.program import Program, program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db

CONTACT = {"uid", "name", "position", "company", "emails", "phones", "telephones", "fields"}
OUR_PEOPLE = {"manager_agent", "manager_team", "observer_agents", "observer_teams"}
CONTACT_FOR_STAFF = CONTACT | OUR_PEOPLE | {
    "language", "access", "may_sign_in", "notes", "version", "copies", "messengers", "external_id",
}  # fmt: skip
COMPANY = {"uid", "name", "phones", "telephones", "address", "fields"}
COMPANY_FOR_STAFF = COMPANY | OUR_PEOPLE | {
    "category", "domains", "email", "inn", "kpp", "tax_details", "time_zone", "notes", "version",
    "external_id",
}  # fmt: skip


def names(asking: Program, path: str, **query: str) -> list[str]:
    return [item["name"] for item in asking.get(path, **query).body["items"]]


def test_a_contact_is_added_read_and_changed(people: make.Cast) -> None:
    asking = program(people.admin)
    body = {
        "name": "Ada Lovelace",
        "emails": ["Ada@alpha.test", "ada@home.test"],
        "phones": [{"number": "8 (900) 123-45-67", "kind": "mobile"}],
        "company": str(people.company.uid),
        "position": "CFO",
        "access": "company",
    }
    made = asking.post("/contacts", body)
    assert (made.status, set(made.body)) == (201, CONTACT_FOR_STAFF)
    assert made.body["emails"] == ["ada@alpha.test", "ada@home.test"]
    assert made.body["phones"] == ["+79001234567"]
    assert made.body["telephones"] == [{"number": "+79001234567", "kind": "mobile", "extension": ""}]
    assert made.body["company"] == {"uid": str(people.company.uid), "name": "ООО «Альфа»"}
    assert Event.objects.filter(kind="contact.created", via="api").count() == 1
    address = f"/contacts/{made.body['uid']}"
    read = asking.get(address)
    assert (read.body, read.headers["ETag"]) == (made.body, '"1"')
    changed = asking.patch(address, {"position": "CEO", "company": None}, **{"If-Match": '"1"'})
    assert (changed.body["position"], changed.body["company"], changed.body["version"]) == ("CEO", None, 2)
    assert changed.body["emails"] == made.body["emails"]
    before = rows()
    assert asking.patch(address, {"position": "x", "version": 1}).problem == "conflict"
    assert rows() == before


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"emails": ["nobody"]}, "emails"),
        ({"emails": ["client@alpha.test"]}, "emails"),
        ({"phones": ["call me"]}, "phones"),
        ({"company": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"}, "company"),
        ({"access": "everything"}, "access"),
        ({"user": 1}, "user"),
    ],
)
def test_what_is_wrong_with_a_contact_is_named(
    people: make.Cast, field: dict[str, object], wrong: str
) -> None:
    asking = program(people.dispatcher)
    before = rows()
    answer = asking.post("/contacts", {"name": "Ada"} | field)
    assert (answer.problem, list(answer.body["errors"])) == ("invalid", [wrong])
    patched = asking.patch(f"/contacts/{make.contact_of(people.colleague).uid}", field)
    assert (patched.problem, list(patched.body["errors"])) == ("invalid", [wrong])
    assert rows() == before


def test_everything_of_a_contact(people: make.Cast) -> None:
    """Messengers, addresses for copies, who looks after them; what is left out stays; faults by field."""
    asking = program(people.dispatcher)
    body = {
        "name": "Ada",
        "copies": ["Office@alpha.test", "office@alpha.test"],
        "messengers": [{"kind": "telegram", "address": "@ada"}],
        "manager_team": "it",
        "observer_teams": ["hr"],
    }
    made = asking.post("/contacts", body).body
    assert (made["copies"], made["messengers"]) == (["office@alpha.test"], body["messengers"])
    assert (made["manager_team"]["code"], made["observer_teams"][0]["code"]) == ("it", "hr")
    address = f"/contacts/{made['uid']}"
    changed = asking.patch(address, {"position": "CFO", "manager_team": None}).body
    assert (changed["copies"], changed["messengers"]) == (made["copies"], made["messengers"])
    assert (changed["manager_team"], len(changed["observer_teams"])) == (None, 1)
    assert asking.patch(address, {"messengers": [], "copies": []}).body["messengers"] == []
    before = rows()
    for wrong, field in (
        ({"copies": ["nobody"]}, "copies"),
        ({"messengers": [{"kind": "telegram", "address": " "}]}, "messengers"),
        ({"manager_team": "nobody"}, "manager_team"),
    ):
        answer = asking.patch(address, wrong)
        assert (answer.problem, list(answer.body["errors"])) == ("invalid", [field])
    assert rows() == before


def test_who_sees_which_contacts(people: make.Cast) -> None:
    make.ticket(people.client, team=people.it)
    assert len(names(program(people.dispatcher), "/contacts")) == 4
    assert names(program(people.agent), "/contacts") == ["Иван Клиентов"]
    assert names(program(people.outsider), "/contacts") == []
    assert names(program(people.client), "/contacts") == ["Иван Клиентов"]
    assert names(program(people.manager), "/contacts") == [
        "Борис Директоров",
        "Иван Клиентов",
        "Мария Соседова",
    ]
    assert set(program(people.manager).get("/contacts").body["items"][0]) == CONTACT


def test_contacts_are_found(people: make.Cast) -> None:
    asking = program(people.dispatcher)
    assert names(asking, "/contacts", q="клиент") == ["Иван Клиентов"]
    assert names(asking, "/contacts", q="colleague@") == ["Мария Соседова"]
    assert names(asking, "/contacts", q="ооо «бета") == ["Семён Чужой"]
    assert names(asking, "/contacts", company=str(people.other_company.uid)) == ["Семён Чужой"]
    assert names(program(people.client), "/contacts", q="Семён") == []


def test_a_company_is_added_read_and_changed(people: make.Cast) -> None:
    asking = program(people.dispatcher)
    made = asking.post("/companies", {"name": "Gamma", "domains": ["Gamma.test"], "category": "vip"})
    assert (made.status, set(made.body)) == (201, COMPANY_FOR_STAFF)
    assert (made.body["domains"], made.body["category"]) == (["gamma.test"], "vip")
    address = f"/companies/{made.body['uid']}"
    assert asking.get(address).headers["ETag"] == '"1"'
    changed = asking.patch(address, {"address": "Moscow", "version": 1})
    assert (changed.body["address"], changed.body["domains"], changed.body["version"]) == (
        "Moscow",
        ["gamma.test"],
        2,
    )
    assert asking.patch(address, {"domains": []}).body["domains"] == []
    before = rows()
    assert asking.patch(address, {"name": "x"}, **{"If-Match": '"1"'}).problem == "conflict"
    assert asking.patch(address, {"name": " "}).problem == "invalid"
    assert asking.patch(address, {"domains": ["alpha.test"]}).problem == "invalid"
    assert rows() == before


def test_everything_of_a_company(people: make.Cast) -> None:
    """Phones, tax numbers, who looks after it, who follows it; what is left out stays; faults by field."""
    asking, agent = program(people.dispatcher), Agent.objects.get(pk=people.agent.agent_id or 0)
    body = {
        "name": "Gamma",
        "phones": ["8 (495) 123-45-67", "ext. 12"],
        "inn": "7707083893",
        "kpp": "773601001",
        "manager_team": "it",
        "observer_agents": [str(agent.uid)],
        "observer_teams": ["hr"],
    }
    made = asking.post("/companies", body).body
    assert made["phones"] == ["+74951234567", "ext. 12"]
    assert (made["inn"], made["kpp"], made["manager_team"]["code"]) == ("7707083893", "773601001", "it")
    assert [one["uid"] for one in made["observer_agents"]] == [str(agent.uid)]
    assert [one["code"] for one in made["observer_teams"]] == ["hr"]
    address = f"/companies/{made['uid']}"
    changed = asking.patch(address, {"manager_agent": str(agent.uid), "observer_teams": []}).body
    assert (changed["manager_team"], changed["manager_agent"]["uid"]) == (None, str(agent.uid))
    assert (changed["observer_teams"], len(changed["observer_agents"])) == ([], 1)
    assert changed["phones"] == made["phones"]
    before = rows()
    for wrong, field in (
        ({"inn": "7707083894"}, "inn"),
        ({"kpp": "1"}, "kpp"),
        ({"category": "nothing"}, "category"),
        ({"observer_teams": ["nobody"]}, "observer_teams"),
    ):
        answer = asking.patch(address, wrong)
        assert (answer.problem, list(answer.body["errors"])) == ("invalid", [field])
    assert rows() == before


def test_a_company_shows_its_contacts_nothing_of_what_we_think(people: make.Cast) -> None:
    Company.objects.filter(pk=people.company.pk).update(category="vip", notes="Pays late")
    answer = program(people.manager).get(f"/companies/{people.company.uid}")
    assert set(answer.body) == COMPANY
    assert names(program(people.manager), "/companies") == ["ООО «Альфа»"]
    assert names(program(people.dispatcher), "/companies", q="альф") == ["ООО «Альфа»"]


def test_hidden_ones_are_in_no_list(people: make.Cast) -> None:
    Contact.objects.update(hidden=True)
    Company.objects.update(hidden=True)
    asking = program(people.dispatcher)
    assert names(asking, "/contacts") == []
    assert names(asking, "/companies") == []


def test_levels_and_supervised_companies(people: make.Cast) -> None:
    """Read by those who know the contact, put by those who may give access; all of it each time."""
    asking = program(people.admin)
    address = f"/contacts/{make.contact_of(people.client).uid}/levels"
    other = {"uid": str(people.other_company.uid), "name": people.other_company.name}
    put = asking.put(
        address,
        {
            "access": "company",
            "approves_up_to": 500000,
            "further": [{"company": other["uid"], "sees_reports": True}],
        },
    )
    assert (put.status, put.body["access"], put.body["approves_up_to"]) == (200, "company", 500000)
    assert [(one["company"], one["sees_reports"]) for one in put.body["further"]] == [(other, True)]
    dispatcher = program(people.dispatcher)
    assert dispatcher.get(address).body == put.body
    before = rows()
    assert dispatcher.put(address, {}).problem == "denied"
    assert asking.put(address, {"access": "all"}).status == 422
    assert rows() == before
    supervised = f"/companies/{people.company.uid}/supervised"
    assert asking.put(supervised, {"companies": [other["uid"]]}).body == {"items": [other]}
    assert asking.get(supervised).body == {"items": [other]}
    assert asking.put(supervised, {"companies": []}).body == {"items": []}
