"""Routes by programs: set up, read, a ticket passed on and returned; what a status asks for, by name."""

from __future__ import annotations

from tests import make
from tests.api.program import program
from tests.support.writes import unchanged

HIGH = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}


def test_a_route_and_a_ticket_on_it(people: make.Cast) -> None:
    """Stages join by themselves; the way with a condition refuses in words; what is missing is named."""
    admin, agent = program(people.admin), program(people.agent)
    made = admin.post("/routes", {"names": {"en": "Support"}, "types": ["incident"]})
    assert (made.status, made.body["code"], made.body["stages"]) == (201, "support", [])
    admin.patch("/routes/support", {"types": []})
    first = {"names": {"en": "First line"}, "team": "it", "requires": ["categories"]}
    assert admin.post("/routes/support/stages", first).status == 201
    second = admin.post("/routes/support/stages", {"names": {"en": "Second line"}, "team": "hr"})
    assert second.body["ways"] == [{"to": "first-line", "condition": {"all": []}}]
    strange = admin.post("/routes/support/stages", {"names": {"en": "Third"}, "ways": [{"to": "nowhere"}]})
    assert (strange.status, set(strange.body["errors"])) == (422, {"ways"})
    ticket = make.ticket(people.client, team=people.it)
    at = f"/tickets/{ticket.number}"
    assert agent.get(at).body["stage"] == {"code": "first-line", "name": "First line"}
    with unchanged():
        lacks = agent.post(f"{at}/actions/escalate", {"comment": "Сеть"})
    assert (lacks.status, set(lacks.body["errors"])) == (422, {"categories"})
    admin.patch("/routes/support/stages/first-line", {"requires": []})
    ways = [{"to": "second-line", "condition": HIGH}]
    admin.patch("/routes/support/stages/first-line", {"ways": ways})
    assert agent.post(f"{at}/actions/escalate", {}).status == 409
    agent.patch(at, {"priority": "high"})
    moved = agent.post(f"{at}/actions/escalate", {"comment": "Сеть"})
    assert (moved.status, moved.body["stage"]["code"], moved.body["team"]["code"]) == (
        200,
        "second-line",
        "hr",
    )
    assert [row["number"] for row in agent.get("/tickets?stage=second-line&turn=us").body["items"]] == [
        ticket.number
    ]
    back = program(people.outsider).post(f"{at}/actions/escalate", {"stage": "first-line"})
    assert back.body["stage"]["code"] == "first-line"
    routes = agent.get("/routes").body["items"]
    assert [stage["code"] for stage in routes[0]["stages"]] == ["first-line", "second-line"]
    assert admin.patch("/routes/support/stages/first-line", {"hidden": True}).status == 409
    hidden = admin.patch("/routes/support", {"hidden": True})
    assert (hidden.body["hidden"], make.ticket(people.client).stage) == (True, None)


def test_what_a_status_asks_for_is_named(people: make.Cast) -> None:
    """Set up by a program; 422 names the fields; the solution goes along."""
    admin, agent = program(people.admin), program(people.agent)
    asked = {
        "requires": ["assignee"],
        "asks_solution": True,
        "reasons": {"en": "A\nB"},
    }
    assert admin.patch("/statuses/on_hold", {"requires": ["nothing"]}).body["errors"].keys() == {"requires"}
    assert admin.patch("/statuses/resolved", {"types": ["incident"]}).body["errors"].keys() == {"types"}
    status = admin.patch("/statuses/resolved", asked).body
    assert (status["requires"], status["asks_solution"], status["types"]) == (["assignee"], True, [])
    ticket = make.ticket(people.client, team=people.it)
    at = f"/tickets/{ticket.number}/actions"
    refused = agent.post(f"{at}/status", {"status": "resolved"})
    assert (refused.status, set(refused.body["errors"])) == (422, {"assignee", "solution"})
    agent.post(f"{at}/take", {})
    done = agent.post(f"{at}/status", {"status": "resolved", "solution": "Заменили кабель"})
    assert (done.status, done.body["status"]["state"]) == (200, "resolved")
