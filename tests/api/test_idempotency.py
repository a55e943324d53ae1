"""A repeat with the same key is answered like the first time and done once; for every POST there is."""

from __future__ import annotations

import pytest

from otklik.api.document_parts import array, node
from otklik.api.openapi import document, operations
from otklik.core.models import Event
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db

BODY = {"subject": "Once", "text": "Only once."}


def test_a_repeat_makes_no_second_ticket(people: make.Cast) -> None:
    asking = program(people.client)
    first = asking.post("/tickets", BODY, key="a key of mine")
    assert first.status == 201
    assert "Idempotent-Replayed" not in first.headers
    before = rows()
    again = asking.post("/tickets", BODY, key="a key of mine")
    assert (again.status, again.body, again.headers["Idempotent-Replayed"]) == (201, first.body, "true")
    assert rows() == before


def test_a_key_belongs_to_one_request_and_one_actor(people: make.Cast) -> None:
    asking = program(people.client)
    number = asking.post("/tickets", BODY, key="k").body["number"]
    before = rows()
    for path, body in (
        ("/tickets", BODY | {"text": "Other words."}),
        (f"/tickets/{number}/messages", BODY),
    ):
        answer = asking.post(path, body, key="k")
        if path == "/tickets":
            assert (answer.status, answer.problem) == (422, "key-reused")
    assert rows() == before
    assert program(people.colleague).post("/tickets", BODY, key="k").body["number"] != number


def test_without_a_key_every_request_counts(people: make.Cast) -> None:
    asking = program(people.client)
    assert len({asking.post("/tickets", BODY).body["number"] for _n in range(2)}) == 2


def test_a_refused_request_leaves_its_key_free(people: make.Cast) -> None:
    asking = program(people.client)
    assert asking.post("/tickets", BODY | {"priority": "nothing"}, key="k").problem == "invalid"
    assert asking.post("/tickets", BODY, key="k").status == 201


def test_a_repeated_action_is_done_once(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    asking = program(people.agent)
    address = f"/tickets/{ticket.number}/actions/resolve"
    first = asking.post(address, {"text": "Done."}, key="k")
    again = asking.post(address, {"text": "Done."}, key="k")
    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])
    assert Message.objects.count() == 2
    assert Event.objects.filter(kind="ticket.resolved").count() == 1


@pytest.mark.parametrize("key", ["x" * 201, "ключ".encode().decode("latin-1"), "a\tb", "a\x00b"])
def test_a_key_nobody_can_repeat_is_refused(people: make.Cast, key: str) -> None:
    answer = program(people.client).post("/tickets", BODY, key=key)
    assert (answer.problem, list(answer.body["errors"])) == ("invalid", ["Idempotency-Key"])
    assert Ticket.objects.count() == 0


def test_every_post_takes_a_key() -> None:
    posts = [operation for _path, method, operation in operations(document("en")) if method == "post"]
    assert len(posts) > 10
    for operation in posts:
        names = {node(parameter)["name"] for parameter in array(operation["parameters"])}
        assert "Idempotency-Key" in names
