"""Saved views by program: kept, changed, shared, put in order, deleted; lists of tickets by them."""

from __future__ import annotations

import pytest

from otklik.tickets.queries.saved_views import saved_views
from tests import make
from tests.api.program import program
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
URGENT = {"names": {"en": "Urgent"}, "filters": {"team": "it", "priority": "high"}}


def test_from_keeping_to_deleting(people: make.Cast) -> None:
    """One's own; the uid is what the list of tickets takes."""
    agent = program(people.agent)
    urgent = make.ticket(people.client, team=people.it)
    program(people.admin).patch(f"/tickets/{urgent.number}", {"priority": "high"})
    other = make.ticket(people.client, team=people.it)
    made = agent.post("/views", {**URGENT, "sort": "due", "columns": ["number", "subject"]})
    assert made.status == 201
    code, saved = made.body["code"], made.body["saved"]
    assert (saved["uid"], saved["base"], saved["own"], saved["shown"], saved["version"]) == (
        code, "all", True, True, 1,
    )  # fmt: skip
    assert (saved["filters"], saved["columns"], saved["shared_with"]) == (
        URGENT["filters"], ["number", "subject"], "nobody",
    )  # fmt: skip

    def listed(**query: str) -> list[str]:
        return [item["number"] for item in agent.get("/tickets", view=code, **query).body["items"]]

    assert listed() == [urgent.number]
    assert listed(priority="normal") == [other.number]
    stale = agent.patch(f"/views/{code}", {"sort": "", "version": 9})
    assert stale.status == 409
    changed = agent.patch(f"/views/{code}", {"filters": {"team": "it"}, "version": 1})
    assert (changed.body["saved"]["filters"], changed.body["saved"]["sort"]) == ({"team": "it"}, "due")
    assert set(listed()) == {urgent.number, other.number}
    assert agent.delete(f"/views/{code}").status == 204
    assert agent.get("/tickets", view=code).status == 404
    assert agent.get("/tickets", view="nothing").status == 422


def test_what_filters_name_must_exist(people: make.Cast) -> None:
    """Each wrong one is named, and nothing is kept."""
    agent = program(people.agent)
    agent.get("/views")  # the token is marked as used
    for filters in ({"team": "gone"}, {"nothing": "1"}, {"field.gone": "1"}):
        with unchanged():
            answer = agent.post("/views", {"names": {"en": "X"}, "filters": filters})
        assert (answer.status, set(answer.body["errors"])) == (422, set(filters))


def test_shared_with_a_team(people: make.Cast) -> None:
    """By its lead; nobody else knows of it; others' private ones are not there."""
    lead, agent, outsider = (program(who) for who in (people.lead, people.agent, people.outsider))
    uid = lead.post("/views", URGENT).body["code"]
    assert agent.patch(f"/views/{uid}", {"sort": "due"}).status == 404
    assert agent.get("/tickets", view=uid).status == 404
    share = {"shared_with": "teams", "teams": ["it"]}
    assert lead.post(f"/views/{uid}/actions/share", {"shared_with": "all"}).status == 403
    assert lead.post(f"/views/{uid}/actions/share", share).body["saved"]["teams"] == ["it"]
    codes = [[one["code"] for one in who.get("/views").body["items"]] for who in (agent, outsider)]
    assert (uid in codes[0], uid in codes[1], "mine" in codes[0]) == (True, False, True)
    assert agent.get("/tickets", view=uid).status == 200
    assert agent.patch(f"/views/{uid}", {"sort": "due"}).status == 403
    assert outsider.delete(f"/views/{uid}").status == 404


def test_the_order_of_ones_own_side(people: make.Cast) -> None:
    """Nobody else's changes."""
    agent = program(people.agent)
    uids = [agent.post("/views", {**URGENT, "names": {"en": name}}).body["code"] for name in "AB"]
    assert agent.post("/views/actions/arrange", {"order": uids[::-1], "hidden": uids[:1]}).status == 204
    assert [(view.uid, view.is_shown) for view in saved_views(people.agent)] == [
        (uids[1], True), (uids[0], False),
    ]  # fmt: skip
    strange = program(people.outsider).post("/views/actions/arrange", {"order": uids})
    assert strange.status == 404
