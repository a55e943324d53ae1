"""`/tickets/{number}`: reading with two faces, changing, deleting."""

from __future__ import annotations

import pytest

from otklik.core.models import Event
from otklik.tickets.models import TicketNumber
from tests import make
from tests.api.faces import CARD, FOR_CLIENTS
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db


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


def test_a_deleted_ticket_comes_back(people: make.Cast) -> None:
    """For who may delete and could see it; for others, and where nothing is deleted, there is none."""
    ticket = make.ticket(people.client, team=people.it)
    back = f"/tickets/{ticket.number}/actions/restore"
    assert program(people.lead).post(back).problem == "not-found"
    program(people.lead).delete(f"/tickets/{ticket.number}")
    refused = {"not-found": (people.agent, people.outsider), "denied": (people.client,)}
    asking = [(program(who), problem) for problem, all_of_them in refused.items() for who in all_of_them]
    before = rows()
    for one, problem in asking:
        assert one.post(back).problem == problem
    assert rows() == before
    assert program(people.lead).post(back).body["number"] == ticket.number
    assert program(people.client).get(f"/tickets/{ticket.number}").status == 200
    assert Event.objects.filter(kind="ticket.restored").count() == 1


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for part in value.values() for name in _names(part))]
    return [name for part in value for name in _names(part)] if isinstance(value, list) else []
