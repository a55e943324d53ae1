"""`POST /tickets`: by agents, for addresses, by contacts; and what neither may send."""

from __future__ import annotations

import pytest

from otklik.core import small
from otklik.core.models import Event
from otklik.core.translated import translated
from otklik.organisation.commands import change_setting
from otklik.organisation.models import Brand
from otklik.people.actor import Actor
from otklik.tickets.models import Ticket
from tests import make
from tests.api.faces import FOR_CLIENTS, FOR_STAFF
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db


def test_an_agent_registers_with_everything(people: make.Cast) -> None:
    make.service("254001", team=people.hr)
    make.mailbox("support")
    make.ticket(people.client, team=people.it)  # so that the agent knows the client
    asking = program(people.agent)
    (file,) = asking.upload(make.upload("screen.png")).body["items"]
    body = {
        "subject": "  No paper  ",
        "text": "The tray is empty.",
        "contact": _uid(people.client),
        "phone": "+79001234567",
        "service": "254001",
        "type": "incident",
        "priority": "high",
        "assignee": _uid(people.agent),
        "observers": [_uid(people.outsider)],
        "mailbox": "support",
        "language": "en",
        "files": [file["uid"]],
    }
    answer = asking.post("/tickets", body)
    assert answer.status == 201
    assert set(answer.body) == FOR_STAFF
    assert answer.headers["ETag"] == f'"{answer.body["version"]}"'
    for name, value in {**EVERYTHING, "subject": "No paper", "language": "en", "mailbox": "support"}.items():
        assert answer.body[name] == value, name
    for name in ("service", "type", "priority"):
        assert answer.body[name]["code"] == body[name]
    for name in ("contact", "assignee", "initiator"):
        assert answer.body[name]["uid"] == body.get(name, body["assignee"])
    ticket = Ticket.objects.get(number=answer.body["number"])
    assert Event.objects.filter(ticket_id=ticket.pk, kind="ticket.registered", via="api").count() == 1
    card = asking.get(f"/tickets/{ticket.number}").body
    assert [row["agent"]["uid"] for row in card["observers"]] == body["observers"]


EVERYTHING = {
    "via": "api",
    "contact_name": "Иван Клиентов",
    "contact_email": "client@alpha.test",
    "contact_phone": "+79001234567",
    "team": {"code": "it", "name": "Группа it"},
    "status": {"code": "assigned", "name": "Назначена", "state": "open"},
    "files": 1,
    "messages": 1,
    "client_waits": True,
}


def test_an_agent_registers_for_an_address(people: make.Cast) -> None:
    asking = program(people.dispatcher)
    known = asking.post("/tickets", {"subject": "s", "text": "t", "email": "Client@alpha.test"}).body
    assert known["contact"]["name"] == "Иван Клиентов"
    of_domain = asking.post(
        "/tickets", {"subject": "s", "text": "t", "email": "new@alpha.test", "name": "Новый"}
    ).body
    assert (of_domain["contact"], of_domain["company"]["name"]) == (None, "ООО «Альфа»")
    assert (of_domain["contact_name"], of_domain["contact_email"]) == ("Новый", "new@alpha.test")
    assert asking.post("/tickets", {"subject": "s", "text": "t", "email": "nobody"}).problem == "invalid"


def test_a_contact_registers_for_themselves(people: make.Cast) -> None:
    answer = program(people.client).post("/tickets", {"subject": "No paper", "text": "Again."})
    assert answer.status == 201
    assert set(answer.body) == FOR_CLIENTS
    assert answer.body["contact"]["name"] == "Иван Клиентов"
    assert answer.body["status"] == {"code": "assigned", "name": "Получили", "state": "open"}
    ticket = Ticket.objects.get()
    assert (ticket.contact_id, ticket.initiator_contact_id) == (people.client.contact_id,) * 2
    assert ticket.team == people.front


def test_clients_register_for_colleagues_and_for_nobody_else(people: make.Cast) -> None:
    asking, alone = program(people.manager), program(people.client)
    uid = str(make.contact_of(people.client).uid)
    answer = asking.post("/tickets", {"subject": "s", "text": "t", "contact": uid})
    assert answer.status == 201
    assert answer.body["contact"]["uid"] == uid
    colleague = str(make.contact_of(people.colleague).uid)
    assert alone.post("/tickets", {"subject": "s", "text": "t", "contact": colleague}).status == 201
    change_setting(people.admin.ref, "clients.order_for_colleagues", False)
    before = rows()
    stranger = str(make.contact_of(people.stranger).uid)
    refused = asking.post("/tickets", {"subject": "s", "text": "t", "contact": stranger})
    assert refused.problem == "invalid"
    assert list(refused.body["errors"]) == ["contact"]
    own_only = alone.post("/tickets", {"subject": "s", "text": "t", "contact": colleague})
    assert own_only.problem == "invalid"
    assert rows() == before | {
        "people.ApiToken": rows()["people.ApiToken"],
        "core.Event": rows()["core.Event"],
    }
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    "field",
    [
        {"email": "a@b.test"},
        {"name": "x"},
        {"categories": []},
        {"team": "it"},
        {"assignee": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"},
        {"observers": []},
        {"mailbox": "support"},
        {"language": "en"},
    ],
)
def test_a_contact_sends_nothing_that_is_for_staff(people: make.Cast, field: dict[str, object]) -> None:
    asking = program(people.client)
    before = rows()
    assert asking.post("/tickets", {"subject": "s", "text": "t"} | field).problem == "denied"
    assert rows() == before


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ({"service": "000"}, "service"),
        ({"type": "nothing"}, "type"),
        ({"categories": ["nothing"]}, "categories"),
        ({"team": "nothing"}, "team"),
        ({"mailbox": "nothing"}, "mailbox"),
        ({"assignee": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"}, "assignee"),
        ({"observers": ["01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"]}, "observers"),
        ({"files": ["01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"]}, "files"),
        ({"continues": "INC404"}, "continues"),
        ({"html": "<p>twice</p>"}, "html"),
        ({"subject": "   "}, "subject"),
        ({"subject": "x" * 251}, "subject"),
        ({"text": "a\x00b"}, "text"),
        ({"text": ""}, "text"),
    ],
)
def test_what_cannot_be_registered_is_named(people: make.Cast, field: dict[str, object], wrong: str) -> None:
    asking = program(people.agent)
    before = rows()
    answer = asking.post("/tickets", {"subject": "s", "text": "t"} | field)
    assert answer.problem == "invalid"
    assert list(answer.body["errors"]) == [wrong]
    assert rows() == before


def test_an_assignee_must_be_in_the_team(people: make.Cast) -> None:
    uid = _uid(people.outsider)
    answer = program(people.agent).post(
        "/tickets", {"subject": "s", "text": "t", "team": "it", "assignee": uid}
    )
    assert answer.problem == "invalid"
    assert list(answer.body["errors"]) == ["assignee"]


def test_a_client_never_chooses_what_is_internal(people: make.Cast) -> None:
    hidden = make.service("hidden")
    hidden.public = False
    hidden.save(update_fields=["public"])
    make.team("bump")
    asking = program(people.client)
    for field in ({"type": "internal"}, {"service": "hidden"}):
        assert asking.post("/tickets", {"subject": "s", "text": "t"} | field).problem == "invalid"


def _uid(actor: Actor) -> str:
    return str(program(actor).get("/me").body["uid"])


def test_a_contact_names_only_services_offered_to_them(people: make.Cast) -> None:
    """Another brand's is refused in words and stands in no list of theirs; staff may name it."""
    service = make.service("foreign", team=people.hr)
    service.brands.add(Brand.objects.create(code="other", name=translated(ru="Другая марка")))
    make.service("own", team=people.hr)
    small.bump()
    asking = program(people.client, **{"Accept-Language": "en"})
    before = rows()
    answer = asking.post("/tickets", {"subject": "s", "text": "t", "service": "foreign"})
    assert (answer.status, answer.problem) == (422, "invalid")
    assert answer.body["errors"] == {"service": "There is no such service, or it is not open to you."}
    assert rows() == before
    assert [item["code"] for item in asking.get("/services").body["items"]] == ["own"]
    assert asking.post("/tickets", {"subject": "s", "text": "t", "service": "own"}).status == 201
    body = {"subject": "s", "text": "t", "service": "foreign", "contact": _uid(people.client)}
    assert program(people.dispatcher).post("/tickets", body).status == 201
