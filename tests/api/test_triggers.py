"""Triggers by programs: what the settings page sets up, the API does."""

from __future__ import annotations

from otklik.automation import webhooks
from otklik.automation.models import Trigger
from tests import make
from tests.api.program import program


def test_a_trigger_is_made_read_changed_and_refused(people: make.Cast) -> None:
    admin = program(people.admin)
    body = {
        "names": {"en": "Back from hold"},
        "events": ["client_replied"],
        "condition": {"all": [{"field": "status", "op": "one_of", "values": ["on_hold"]}]},
        "actions": [{"do": "status", "status": "in_progress"}],
    }
    made = admin.post("/rules/triggers", body)
    assert (made.status, made.body["events"], made.body["version"]) == (201, ["client_replied"], 1)
    listed = admin.get("/rules/triggers").body
    assert [one["uid"] for one in listed["items"]] == [made.body["uid"]]
    assert listed["signing_secret"] == webhooks.secret()
    address = f"/rules/triggers/{made.body['uid']}"
    changed = admin.patch(address, {"after": 60, "since": "status"})
    assert (changed.body["after"], changed.body["since"], changed.body["version"]) == (60, "status", 2)
    assert admin.patch(address, {"actions": [{"do": "fly"}]}).status == 422
    assert program(people.agent).get("/rules/triggers").status == 403
    assert Trigger.objects.get().actions == body["actions"]
