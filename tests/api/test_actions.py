"""`/tickets/{number}/actions/…`: each does what it says, writes its event, and refuses in the right words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.people.models import Role
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.api.program import Answer, Program, program
from tests.api.rows import rows
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket that waits in the IT team."""
    return make.ticket(people.client, team=people.it)


def act(asking: Program, ticket: Ticket, action: str, body: object = None, **headers: str) -> Answer:
    return asking.post(f"/tickets/{ticket.number}/actions/{action}", body, **headers)


def last_event(ticket: Ticket) -> Event:
    found = Event.objects.filter(ticket_id=ticket.pk, depth=0).last()
    assert found is not None
    return found


def uid(actor: Actor) -> str:
    return str(program(actor).get("/me").body["uid"])


def test_take_and_release(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    taken = act(asking, ticket, "take")
    assert taken.status == 200
    assert taken.body["assignee"] == {"uid": uid(people.agent), "name": "Елена Белова"}
    assert taken.body["status"]["code"] == "in_progress"
    assert (last_event(ticket).kind, last_event(ticket).via) == ("ticket.taken", "api")
    assert act(asking, ticket, "take").body["version"] == taken.body["version"]
    late = act(program(people.teammate), ticket, "take", {"version": ticket.version})
    assert late.problem == "conflict"
    released = act(asking, ticket, "release")
    assert (released.body["assignee"], released.body["status"]["code"]) == (None, "assigned")
    assert last_event(ticket).kind == "ticket.released"


def test_assign(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.lead)
    given = act(asking, ticket, "assign", {"assignee": uid(people.teammate), "team": "it"})
    assert (given.status, given.body["assignee"]["name"]) == (200, "Пётр Орлов")
    assert last_event(ticket).kind == "ticket.assigned"
    nobody = act(asking, ticket, "assign", {"team": "it"}, **{"If-Match": given.headers["ETag"]})
    assert nobody.body["assignee"] is None
    before = rows()
    outsider = uid(people.outsider)
    before = rows()
    stale = act(
        asking, ticket, "assign", {"team": "it", "assignee": uid(people.agent)}, **{"If-Match": '"1"'}
    )
    assert stale.problem == "conflict"
    for body, field in (
        ({"team": "nothing"}, "team"),
        ({"assignee": "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"}, "assignee"),
        ({"assignee": outsider, "team": "it"}, "assignee"),
    ):
        answer = act(asking, ticket, "assign", body)
        assert (answer.problem, list(answer.body["errors"])) == ("invalid", [field])
    assert {**rows(), "people.ApiToken": 0, "core.Event": 0} == {
        **before,
        "people.ApiToken": 0,
        "core.Event": 0,
    }


def test_transfer_to_another_team(people: make.Cast, ticket: Ticket) -> None:
    answer = act(program(people.agent), ticket, "transfer", {"team": "hr", "why": "A question of pay"})
    assert answer.body["team"]["code"] == "hr"
    assert last_event(ticket).data["why"] == "A question of pay"
    assert program(people.outsider).get(f"/tickets/{ticket.number}").status == 200
    assert act(program(people.agent), ticket, "take").problem == "denied"


def test_the_one_who_hands_a_ticket_out_of_sight_is_told_how_it_stands(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    loner = make.actor_of(make.employee("Один Дежурный"))
    act(program(people.admin), ticket, "assign", {"assignee": uid(loner)})
    asking = program(loner)
    answer = act(asking, ticket, "transfer", {"team": "hr"})
    assert (answer.status, answer.body["team"]["code"]) == (200, "hr")
    assert asking.get(f"/tickets/{ticket.number}").problem == "not-found"


def test_status(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    answer = act(asking, ticket, "status", {"status": "needs_clarification"})
    assert answer.body["status"] == {
        "code": "needs_clarification",
        "name": "Ждём клиента",
        "state": "waiting_client",
    }
    assert answer.body["turn"] == "client"
    assert last_event(ticket).kind == "ticket.status_changed"
    before = rows()
    assert act(asking, ticket, "status", {"status": "nothing"}).problem == "invalid"
    assert act(asking, ticket, "status", {"status": "new"}).problem == "not-possible"
    assert act(asking, ticket, "status", {"status": "postponed"}).body["errors"].keys() == {"until"}
    assert rows() == before


def test_postpone(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    asking = program(people.agent)
    until = frozen_clock.now + timedelta(days=3)
    answer = act(asking, ticket, "postpone", {"until": until.isoformat(), "why": "Waits for the part"})
    assert answer.body["status"]["state"] == "postponed"
    assert answer.body["postponed_until"] == until.isoformat().replace("+00:00", "Z")
    assert answer.body["postponed_why"] == "Waits for the part"
    past = act(asking, ticket, "postpone", {"until": "2020-01-01T00:00:00Z"})
    assert list(past.body["errors"]) == ["until"]
    assert "postponed_why" not in program(people.client).get(f"/tickets/{ticket.number}").body


def test_resolve_with_words_sends_them_as_the_solution(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    answer = act(asking, ticket, "resolve", {"text": "A new cartridge is in."})
    assert (answer.status, answer.body["status"]["state"]) == (200, "resolved")
    message = Message.objects.filter(ticket=ticket).last()
    assert message is not None
    assert (message.is_solution, message.public, message.body.text) == (True, True, "A new cartridge is in.")
    batches = set(Event.objects.filter(kind__in=["reply.sent", "ticket.resolved"]).values_list("batch_id"))
    assert len(batches) == 1


def test_resolve_without_words_changes_the_status_alone(people: make.Cast, ticket: Ticket) -> None:
    answer = act(program(people.agent), ticket, "resolve")
    assert answer.body["status"]["state"] == "resolved"
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_resolve_on_a_stale_version_sends_nothing(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    before = rows()
    for body in ({"text": "Done.", "version": 99}, {"version": 99}):
        assert act(asking, ticket, "resolve", body).problem == "conflict"
    assert rows() == before


WHY = {"why": "It stopped printing again"}


def test_close_and_reopen(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    before = rows()
    assert act(asking, ticket, "close").problem == "not-possible"
    assert act(asking, ticket, "reopen", WHY).problem == "not-possible"
    assert rows() == before
    done = act(asking, ticket, "resolve")
    assert done.body["closes_at"] is not None
    before = rows()
    assert act(asking, ticket, "reopen").status == 422
    assert act(asking, ticket, "reopen", {"why": " "}).problem == "invalid"
    assert rows() == before
    reopened = act(asking, ticket, "reopen", WHY)
    assert (reopened.body["status"]["code"], reopened.body["reopened"]) == ("assigned", 1)
    assert (last_event(ticket).kind, reopened.body["closes_at"]) == ("ticket.reopened", None)
    act(asking, ticket, "take")
    act(asking, ticket, "resolve")
    assert act(asking, ticket, "reopen", WHY).body["status"]["code"] == "in_progress"
    act(asking, ticket, "resolve")
    closed = act(asking, ticket, "close")
    assert closed.body["status"]["state"] == "closed"
    assert closed.body["closed_at"] is not None
    for action, body in (("reopen", WHY), ("release", None), ("resolve", None)):
        assert act(asking, ticket, action, body).problem == "not-possible"


def test_not_processed(people: make.Cast, ticket: Ticket) -> None:
    asking = program(people.agent)
    assert act(asking, ticket, "close", {"reason": "boredom"}).problem == "invalid"
    declined = act(asking, ticket, "close", {"reason": "not_ours", "text": "Ask the post office."})
    assert (declined.body["status"]["state"], declined.body["outcome"]) == ("closed", "not_processed")
    assert Message.objects.latest("pk").body.text == "Ask the post office."


def test_a_client_rates_reopens_and_closes(people: make.Cast, ticket: Ticket) -> None:
    client, agent = program(people.client), program(people.agent)
    act(agent, ticket, "resolve", {"text": "Done."})
    low = act(client, ticket, "rate", {"value": 1, "comment": "Late"})
    assert (low.body["rating"], low.body["status"]["state"]) == (1, "resolved")
    assert "review_since" not in low.body
    assert act(agent, ticket, "rate", {"value": 5}).problem == "denied"
    (rating,) = program(people.lead).get("/ratings?at_most=2").body["items"]
    assert (rating["ticket"], rating["value"], rating["comment"]) == (ticket.number, 1, "Late")
    assert rating["contact"]["name"] == "Иван Клиентов"
    reviewed = act(program(people.lead), ticket, "review", {"note": "Called them"})
    assert (reviewed.body["review_since"], reviewed.body["complaint_at"] is not None) == (None, True)
    assert act(client, ticket, "reopen", {"why": "no"}).problem == "invalid"
    assert act(client, ticket, "reopen", WHY).body["status"]["state"] == "open"
    closed = act(client, ticket, "close", {"text": "Never mind, thanks"})
    assert closed.body["status"]["state"] == "closed"
    assert last_event(ticket).data["withdrawn"] is True


def test_the_history_tells_how_it_ended(people: make.Cast, ticket: Ticket) -> None:
    act(program(people.agent), ticket, "resolve", {"text": "Done."})
    act(program(people.client), ticket, "rate", {"value": 5, "comment": "Thanks"})
    for actor in (people.client, people.agent):
        told = program(actor).get(f"/tickets/{ticket.number}/events?limit=100").body["items"]
        rated, closed = told[-2:]
        assert rated["changes"] == [{"field": "rating", "before": None, "after": 5}]
        assert (closed["kind"], closed["data"]) == ("ticket.closed", {"by": "rating"})


def test_too_late_to_reopen(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    act(program(people.client), ticket, "close")
    frozen_clock.move(timedelta(days=8))
    assert act(program(people.client), ticket, "reopen", WHY).problem == "too-late"


def test_without_the_right_the_holder_may_not(people: make.Cast, ticket: Ticket) -> None:
    role = Role.objects.get(code="specialist")
    role.rights = sorted({*role.rights} - {"tickets.change_status", "tickets.transfer"})
    role.save(update_fields=["rights"])
    make.team("bump")
    asking = program(people.agent)
    before = rows()
    for action, body in (
        ("status", {"status": "on_hold"}),
        ("resolve", None),
        ("resolve", {"text": "Done."}),
        ("reopen", {"why": "It stopped printing again"}),
        ("transfer", {"team": "hr"}),
    ):
        assert act(asking, ticket, action, body).problem == "denied"
    assert rows() == before
