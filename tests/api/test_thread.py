"""Messages, files, history, observers of a ticket: two faces, and what either may write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.api.document_parts import Node, array, node
from otklik.core.models import Event
from otklik.tickets import commands
from otklik.tickets.commands import Reply, assign, set_status
from otklik.tickets.content import from_html
from otklik.tickets.models import Draft, Mention, Message, Ticket
from tests import make
from tests.api.program import Program, program
from tests.api.rows import rows
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

SEEN_BY_CLIENTS = {"uid", "author", "via", "created_at", "is_solution", "text", "html", "files"}
SEEN_BY_STAFF = SEEN_BY_CLIENTS | {
    *("kind", "public", "automatic", "sends_at", "sent_at", "full_text", "cc", "deliveries", "read")
}


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def thread(asking: Program, ticket: Ticket) -> list[Node]:
    items: list[Node] = asking.get(f"/tickets/{ticket.number}/messages").body["items"]
    return items


def write(asking: Program, ticket: Ticket, **body: object) -> Node:
    answer = asking.post(f"/tickets/{ticket.number}/messages", body)
    assert answer.status == 201, answer.body
    return node(answer.body)


def test_a_reply_leaves_at_once(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    (file,) = asking.upload(make.upload("plan.png")).body["items"]
    body = {"text": "On our way.", "cc": ["Boss@Alpha.test"], "status": "in_progress", "files": [file["uid"]]}
    written = write(asking, ticket, **body)
    assert set(written) == SEEN_BY_STAFF
    assert (written["kind"], written["public"], written["cc"]) == ("reply", True, ["boss@alpha.test"])
    assert written["sent_at"] == written["created_at"]
    assert written["html"] == "<p>On our way.</p>"
    assert [node(found)["name"] for found in array(written["files"])] == ["plan.png"]
    card = asking.get(f"/tickets/{ticket.number}").body
    assert (card["status"]["code"], card["client_waits"]) == ("in_progress", False)
    assert Event.objects.filter(kind="reply.sent", via="api").count() == 1


def test_a_note_stays_inside(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    (file,) = asking.upload(make.upload("secret.png")).body["items"]
    uid = program(people.outsider).get("/me").body["uid"]
    note = write(asking, ticket, kind="note", text="Ask @Пётр Орлов", mentions=[uid], files=[file["uid"]])
    assert (note["kind"], note["public"]) == ("note", False)
    assert set(Mention.objects.values_list("agent_id", flat=True)) == {
        people.teammate.agent_id,
        people.outsider.agent_id,
    }
    client = program(people.client)
    assert [message["uid"] for message in thread(client, ticket)] == [
        str(Message.objects.order_by("pk")[0].uid)
    ]
    assert client.get(f"/tickets/{ticket.number}/messages/{note['uid']}").problem == "not-found"
    assert client.get(f"/tickets/{ticket.number}/files").body["items"] == []
    assert client.get(f"/files/{file['uid']}").problem == "not-found"
    assert asking.get(f"/tickets/{ticket.number}/messages/{note['uid']}").body["text"] == "Ask @Пётр Орлов"
    assert [f["name"] for f in asking.get(f"/tickets/{ticket.number}/files").body["items"]] == ["secret.png"]


def test_a_client_reads_names_and_no_more(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket)
    for message in thread(program(people.client), ticket):
        assert set(message) == SEEN_BY_CLIENTS
    _first, second = thread(program(people.client), ticket)
    assert second["author"] == {"kind": "agent", "name": "Елена Белова", "uid": None, "email": None}
    _first, for_staff = thread(program(people.agent), ticket)
    assert node(for_staff["author"])["email"] == "agent@desk.test"


def test_a_clients_message_brings_a_resolved_ticket_back(people: make.Cast, ticket: Ticket) -> None:
    set_status(people.admin, ticket, "resolved")
    client = program(people.client)
    (file,) = client.upload(make.upload("proof.png")).body["items"]
    written = write(client, ticket, html="<p>Still <b>broken</b><script>x</script></p>", files=[file["uid"]])
    assert set(written) == SEEN_BY_CLIENTS
    assert (written["text"], written["html"]) == ("Still broken", "<p>Still <b>broken</b></p>")
    assert written["author"] == {"kind": "contact", "name": "Иван Клиентов", "uid": None, "email": None}
    assert client.get(f"/tickets/{ticket.number}").body["status"]["state"] == "open"
    assert list(Event.objects.filter(depth=0).order_by("-pk").values_list("kind", flat=True)[:2]) == [
        "ticket.reopened",
        "message.received",
    ]


def test_a_message_too_late_asks_for_a_new_ticket(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    set_status(people.admin, ticket, "resolved")
    set_status(people.admin, ticket, "closed")
    frozen_clock.move(timedelta(days=30))
    client = program(people.client)
    before = rows()
    assert client.post(f"/tickets/{ticket.number}/messages", {"text": "Hello?"}).problem == "too-late"
    assert rows() == before
    answer = client.post("/tickets", {"subject": "Again", "text": "t", "continues": ticket.number})
    assert answer.status == 201
    foreign = program(people.stranger).post(
        "/tickets", {"subject": "Again", "text": "t", "continues": ticket.number}
    )
    assert (foreign.problem, list(foreign.body["errors"])) == ("invalid", ["continues"])


@pytest.mark.parametrize(
    "field", [{"kind": "note"}, {"cc": []}, {"mentions": []}, {"status": "resolved"}, {"seen": None}]
)
def test_a_client_sends_nothing_that_is_for_staff(
    people: make.Cast, ticket: Ticket, field: dict[str, object]
) -> None:
    client = program(people.client)
    before = rows()
    assert client.post(f"/tickets/{ticket.number}/messages", {"text": "t"} | field).problem == "denied"
    assert rows() == before


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"text": "  "}, "text"),
        ({"text": "t", "html": "<p>t</p>"}, "html"),
        ({"text": "t", "cc": ["nobody"]}, "cc"),
        ({"text": "t", "status": "nothing"}, "status"),
        ({"text": "t", "kind": "note", "status": "resolved"}, "status"),
        ({"text": "t", "kind": "note", "cc": ["a@b.test"]}, "cc"),
        ({"text": "t", "kind": "letter"}, "kind"),
        ({"text": "t", "seen": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"}, "seen"),
        ({"text": "t", "mentions": ["01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"]}, "mentions"),
        ({"text": "t", "files": ["01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"]}, "files"),
    ],
)
def test_what_cannot_be_written_is_named(
    people: make.Cast, ticket: Ticket, body: dict[str, object], wrong: str
) -> None:
    asking = program(people.agent)
    before = rows()
    answer = asking.post(f"/tickets/{ticket.number}/messages", body)
    assert (answer.problem, list(answer.body["errors"])) == ("invalid", [wrong])
    assert rows() == before


def test_a_newer_message_stops_a_reply(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    (first,) = thread(asking, ticket)
    make.message(people.client, ticket)
    before = rows()
    answer = asking.post(f"/tickets/{ticket.number}/messages", {"text": "t", "seen": first["uid"]})
    assert answer.problem == "newer-message"
    assert rows() == before
    write(asking, ticket, text="t", seen=thread(asking, ticket)[-1]["uid"])


def test_a_held_reply_is_its_authors_and_can_be_called_back(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    held = write(asking, ticket, text="Wait", undo_seconds=30)
    address = f"/tickets/{ticket.number}/messages/{held['uid']}"
    assert (held["sent_at"], asking.get(address).body["sends_at"]) == (None, held["sends_at"])
    for other in (people.client, people.teammate, people.admin):
        assert program(other).get(address).problem == "not-found"
    assert program(people.teammate).delete(address).problem == "not-found"
    assert Message.objects.get(uid=str(held["uid"])).cancelled_at is None
    assert asking.delete(address).status == 204
    assert asking.delete(address).problem == "not-found"
    assert Draft.objects.get().text == "Wait"


def test_pictures_inside_a_text_point_to_our_files(people: make.Cast, ticket: Ticket) -> None:
    picture = make.file(people.agent)
    said = from_html('<p>Look: <img src="cid:one"></p>')
    commands.reply(people.agent, ticket, Reply(said, [commands.Attachment(picture, "one")]))
    html = thread(program(people.client), ticket)[-1]["html"]
    assert f'src="/files/{picture.uid}"' in str(html)


def test_the_history_names_people_and_codes(people: make.Cast, ticket: Ticket) -> None:
    assign(people.lead, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)
    make.note(people.agent, ticket, "Secret")
    reply = make.reply(people.agent, ticket, status="resolved")
    asking = program(people.agent)
    items = asking.get(f"/tickets/{ticket.number}/events").body["items"]
    by_kind = {item["kind"]: item for item in items}
    shown = {"ticket.registered", "ticket.assigned", "note.added", "reply.sent", "ticket.resolved"}
    assert set(by_kind) == shown
    assigned = by_kind["ticket.assigned"]
    assert assigned["actor"]["name"] == "Ольга Ведущая"
    me = asking.get("/me").body["uid"]
    assert {"field": "assignee", "before": None, "after": me} in assigned["changes"]
    assert by_kind["ticket.registered"]["actor"]["kind"] == "contact"
    assert by_kind["reply.sent"]["data"]["message"] == str(reply.uid)
    public = program(people.client).get(f"/tickets/{ticket.number}/events").body["items"]
    assert {item["kind"] for item in public} == {"ticket.registered", "reply.sent", "ticket.resolved"}
    assert all(item["actor"]["uid"] is None for item in public)
    assert all(set(item["data"]) <= {"message", "until"} for item in public)
    (resolved,) = [item for item in public if item["kind"] == "ticket.resolved"]
    assert resolved["changes"] == [{"field": "status", "before": "assigned", "after": "resolved"}]


def test_every_change_is_told_by_code_or_uid(people: make.Cast, ticket: Ticket) -> None:
    make.service("254001")
    asking = program(people.lead)
    other = str(make.contact_of(people.colleague).uid)
    body = {
        "service": "254001",
        "type": "incident",
        "priority": "high",
        "contact": other,
        "phone": "+79001234567",
    }
    assert asking.patch(f"/tickets/{ticket.number}", body).status == 200
    (edited,) = [
        e
        for e in asking.get(f"/tickets/{ticket.number}/events").body["items"]
        if e["kind"] == "ticket.edited"
    ]
    told = {change["field"]: (change["before"], change["after"]) for change in edited["changes"]}
    assert told["service"] == (None, "254001")
    assert told["type"] == ("request", "incident")
    assert told["priority"] == ("normal", "high")
    assert told["contact"] == (str(make.contact_of(people.client).uid), other)
    assert told["contact_phone"] == (None, None)


def test_observers_come_and_go(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    address = f"/tickets/{ticket.number}/observers"
    outsider = program(people.outsider)
    uid = outsider.get("/me").body["uid"]
    added = asking.post(address, {"agent": uid})
    assert (added.status, added.body) == (201, {"agent": {"uid": uid, "name": "Инна Кадрова"}, "team": None})
    assert asking.post(address, {"team": "hr"}).body["team"]["code"] == "hr"
    assert asking.post(address, {"agent": uid}).status == 201
    assert len(asking.get(address).body["items"]) == 2
    assert outsider.get(f"/tickets/{ticket.number}").status == 200
    assert asking.delete(f"{address}/{uid}").status == 204
    assert asking.delete(f"{address}/{people.hr.uid}").status == 204
    assert asking.delete(f"{address}/{people.hr.uid}").status == 204
    assert asking.get(address).body["items"] == []
    assert Event.objects.filter(kind="ticket.observers_changed").count() == 4
    for body in ({}, {"agent": uid, "team": "hr"}, {"team": "nothing"}):
        assert asking.post(address, body).problem == "invalid"
    assert asking.delete(f"{address}/{ticket.uid}").problem == "not-found"
