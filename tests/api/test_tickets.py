"""`/tickets`: registering, reading with two faces, changing, deleting."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.models import Ticket, TicketNumber
from tests import make
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db

FOR_ALL = {
    "number", "uid", "subject", "status", "type", "service", "priority", "contact", "company", "via",
    "created_at", "updated_at", "resolved_at", "closed_at", "postponed_until", "assignee",
}  # fmt: skip
FOR_CLIENTS = FOR_ALL | {"waits_for_you"}
FOR_STAFF = FOR_ALL | {
    "turn", "turn_since", "client_waits", "categories", "team", "initiator", "contact_name", "contact_email",
    "contact_phone", "mailbox", "brand", "language", "due_at", "postponed_why", "first_reply_at", "reopened",
    "messages", "files", "preview", "last_author", "version",
}  # fmt: skip
CARD = FOR_STAFF | {"links", "observers", "next_statuses"}


def test_an_agent_registers_with_everything(people: make.Cast) -> None:
    make.service("254001", team=people.hr)
    make.mailbox("support")
    asking = program(people.agent)
    uids = {
        name: program(getattr(people, name)).get("/me").body["uid"]
        for name in ("agent", "outsider", "client")
    }
    (file,) = asking.upload(SimpleUploadedFile("screen.png", b"\x89PNG", "image/png")).body["items"]
    make.ticket(people.client, team=people.it)  # so that the agent knows the client
    answer = asking.post(
        "/tickets",
        {
            "subject": "  No paper  ",
            "text": "The tray is empty.",
            "contact": uids["client"],
            "phone": "+79001234567",
            "service": "254001",
            "type": "incident",
            "priority": "high",
            "assignee": uids["agent"],
            "observers": [uids["outsider"]],
            "mailbox": "support",
            "language": "en",
            "files": [file["uid"]],
        },
    )
    assert answer.status == 201
    assert set(answer.body) == FOR_STAFF
    assert answer.headers["ETag"] == f'"{answer.body["version"]}"'
    expected = {
        "subject": "No paper",
        "via": "api",
        "contact": {"uid": uids["client"], "name": "Иван Клиентов"},
        "contact_email": "client@alpha.test",
        "contact_phone": "+79001234567",
        "team": {"code": "it", "name": "Группа it"},
        "assignee": {"uid": uids["agent"], "name": "Елена Белова"},
        "initiator": {"uid": uids["agent"], "name": "Елена Белова"},
        "mailbox": "support",
        "language": "en",
        "files": 1,
        "messages": 1,
        "client_waits": True,
    }
    assert {name: answer.body[name] for name in expected} == expected
    codes = {name: answer.body[name]["code"] for name in ("service", "type", "priority", "status")}
    assert codes == {"service": "254001", "type": "incident", "priority": "high", "status": "assigned"}
    assert answer.body["company"]["name"] == "ООО «Альфа»"
    ticket = Ticket.objects.get(number=answer.body["number"])
    assert Event.objects.filter(ticket_id=ticket.pk, kind="ticket.registered", via="api").count() == 1
    card = asking.get(f"/tickets/{ticket.number}").body
    assert [row["agent"]["uid"] for row in card["observers"]] == [uids["outsider"]]


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


def test_a_manager_registers_for_a_colleague_and_for_nobody_else(people: make.Cast) -> None:
    asking, alone = program(people.manager), program(people.client)
    uid = str(make.contact_of(people.client).uid)
    answer = asking.post("/tickets", {"subject": "s", "text": "t", "contact": uid})
    assert answer.status == 201
    assert answer.body["contact"]["uid"] == uid
    before = rows()
    stranger = str(make.contact_of(people.stranger).uid)
    refused = asking.post("/tickets", {"subject": "s", "text": "t", "contact": stranger})
    assert refused.problem == "invalid"
    assert list(refused.body["errors"]) == ["contact"]
    own_only = alone.post(
        "/tickets", {"subject": "s", "text": "t", "contact": str(make.contact_of(people.colleague).uid)}
    )
    assert own_only.problem == "invalid"
    assert rows() == before | {
        "people.ApiToken": rows()["people.ApiToken"],
        "core.Event": rows()["core.Event"],
    }
    assert Ticket.objects.count() == 1


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


def test_staff_and_clients_read_different_faces(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    make.note(people.agent, ticket, "Secret: the client is difficult")
    staff = program(people.agent).get(f"/tickets/{ticket.number.lower()}")
    assert set(staff.body) == CARD
    assert staff.headers["ETag"] == f'"{staff.body["version"]}"'
    assert staff.body["preview"].startswith("Secret")
    assert {"code": "resolved", "name": "Выполнена"} in staff.body["next_statuses"]
    client = program(people.client).get(f"/tickets/{ticket.number}")
    assert set(client.body) == FOR_CLIENTS
    assert client.body["assignee"] == "Елена Белова"
    assert "Secret" not in str(client.body)
    assert "ETag" not in client.headers


def test_no_row_id_leaves_the_installation(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    asking = program(people.admin)
    for path in ("", "/messages", "/events", "/files", "/observers"):
        names = set(_names(asking.get(f"/tickets/{ticket.number}{path}").body))
        assert {name for name in names if name in ("id", "pk") or name.endswith("_id")} == set()


def test_a_ticket_is_found_by_its_old_number(people: make.Cast) -> None:
    ticket = make.ticket(people.client)
    TicketNumber.objects.create(number="OLD-7", ticket=ticket)
    assert program(people.client).get("/tickets/old-7").body["number"] == ticket.number


def test_linked_tickets_are_told_as_far_as_they_are_visible(people: make.Cast) -> None:
    first = make.ticket(people.client, team=people.it)
    asking = program(people.admin)
    second = asking.post(
        "/tickets", {"subject": "Again", "text": "t", "continues": first.number, "team": "hr"}
    ).body["number"]
    link = {"kind": "continues", "number": first.number, "outward": True}
    assert asking.get(f"/tickets/{second}").body["links"] == [link]
    assert program(people.outsider).get(f"/tickets/{second}").body["links"] == []


def test_fields_are_changed_and_told(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    asking = program(people.agent)
    make.service("254001")
    body = {"subject": "Better words", "priority": "immediate", "service": "254001", "type": "incident"}
    answer = asking.patch(f"/tickets/{ticket.number}", body)
    assert answer.status == 200
    assert answer.body["subject"] == "Better words"
    assert answer.body["version"] == ticket.version + 1
    event = Event.objects.filter(kind="ticket.edited").get()
    assert {change["field"] for change in event.changes} == {"subject", "priority", "service", "type"}
    again = asking.patch(f"/tickets/{ticket.number}", body)
    assert again.body["version"] == answer.body["version"]
    assert Event.objects.filter(kind="ticket.edited").count() == 1


@pytest.mark.parametrize(
    ("headers", "version", "status"),
    [
        ({"If-Match": '"{v}"'}, None, 200),
        ({"If-Match": 'W/"{v}"'}, None, 200),
        ({"If-Match": "{v}"}, None, 200),
        ({"If-Match": "*"}, None, 200),
        ({}, 0, 200),
        ({"If-Match": '"{v}"'}, 0, 200),
        ({"If-Match": '"999"'}, None, 409),
        ({}, 997, 409),
        ({"If-Match": '"{v}"'}, 997, 422),
        ({"If-Match": "yesterday"}, None, 422),
    ],
)
def test_a_stale_version_overwrites_nothing(
    people: make.Cast, headers: dict[str, str], version: int | None, status: int
) -> None:
    ticket = make.ticket(people.client, team=people.it)
    asking = program(people.agent)
    sent = {name: value.format(v=ticket.version) for name, value in headers.items()}
    body: dict[str, object] = {"subject": "New words"}
    if version is not None:
        body["version"] = ticket.version + version
    before = rows()
    answer = asking.patch(f"/tickets/{ticket.number}", body, **sent)
    assert answer.status == status, answer.body
    if status != 200:
        assert answer.problem in ("conflict", "invalid")
        assert rows() == before


def test_a_field_cannot_be_emptied_by_null(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    answer = program(people.agent).patch(f"/tickets/{ticket.number}", {"subject": None})
    assert list(answer.body["errors"]) == ["subject"]


def test_a_deleted_ticket_is_gone_for_everybody(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    assert program(people.lead).delete(f"/tickets/{ticket.number}").status == 204
    for who in (people.lead, people.agent, people.client, people.admin):
        assert program(who).get(f"/tickets/{ticket.number}").problem == "not-found"
        assert program(who).get("/tickets").body["items"] == []
    assert Event.objects.filter(kind="ticket.deleted").count() == 1


def _uid(actor: Actor) -> str:
    return str(program(actor).get("/me").body["uid"])


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for part in value.values() for name in _names(part))]
    return [name for part in value for name in _names(part)] if isinstance(value, list) else []
