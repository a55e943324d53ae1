"""Quiet hours by programs and in the settings: one's own, those of others for administrators alone."""

from __future__ import annotations

import pytest

from otklik.core.models import Event
from otklik.people.queries import staff
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
NIGHT = {"begins": "22:00", "ends": "08:00"}


def address_of(people: make.Cast, name: str = "agent") -> str:
    return f"/agents/{staff().agents[getattr(people, name).agent_id].uid}/quiet-hours"


def kept(people: make.Cast, name: str = "agent") -> str:
    return staff().agents[getattr(people, name).agent_id].quiet


def test_ones_own(people: make.Cast) -> None:
    """Set, read and taken away as the profile does; the same ones again tell nothing."""
    robot = program(people.agent)
    zone = robot.get("/me").body["time_zone"]
    assert robot.get(address_of(people)).body == {"begins": None, "ends": None, "time_zone": zone}
    answer = robot.put(address_of(people), NIGHT)
    assert (answer.status, answer.body) == (200, {**NIGHT, "time_zone": zone})
    robot.put(address_of(people), NIGHT)
    assert kept(people) == "22:00-08:00"
    (event,) = Event.objects.filter(kind="user.changed")
    assert event.changes == [{"field": "quiet", "from": "", "to": "22:00-08:00"}]
    assert 'value="22:00"' in visitor(people.agent).get("/desk/profile").content.decode()
    assert robot.put(address_of(people), {}).body["begins"] is None
    assert kept(people) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins": "22:00"},
        {"ends": "08:00"},
        {"begins": "09:00", "ends": "09:00"},
        {**NIGHT, "ends": "24:00"},
    ],
)
def test_no_hours(people: make.Cast, wrong: dict[str, str]) -> None:
    robot = program(people.agent)
    robot.get("/me")
    with unchanged():
        answer = robot.put(address_of(people), wrong)
    assert (answer.status, answer.problem) == (422, "invalid")


def test_those_of_others_for_administrators(people: make.Cast) -> None:
    """Who is nobody's administrator neither reads nor sets them, nor learns who there is."""
    teammate = program(people.teammate)
    teammate.get("/me")
    strange = "/agents/00000000-0000-4000-8000-000000000000/quiet-hours"
    for path in (address_of(people), strange):
        with unchanged():
            assert [teammate.get(path).status, teammate.put(path, NIGHT).status] == [403, 403]
    boss = program(people.admin)
    assert boss.get(strange).status == 404
    assert boss.put(address_of(people), NIGHT).body["begins"] == "22:00"
    assert (kept(people), kept(people, "admin")) == ("22:00-08:00", "")
    (event,) = Event.objects.filter(kind="agent.changed")
    assert [change["field"] for change in event.changes] == ["quiet"]
    assert "22:00-08:00" in text_of(visitor(people.admin).get("/settings/audit", {"kind": "agent"}))


def test_the_page_of_an_employee(people: make.Cast) -> None:
    """The settings have them too; what are no hours is said at the field and nothing is kept."""
    uid = staff().agents[people.agent.agent_id or 0].uid
    boss = program(people.admin)
    boss.put(address_of(people), NIGHT)
    page = visitor(people.admin).get(f"/settings/agents/{uid}")
    assert 'value="22:00-08:00"' in page.content.decode()
