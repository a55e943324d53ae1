"""Stages by command: which route a ticket begins, what it brings along, what is refused."""

from __future__ import annotations

import pytest

from otklik.automation.actions import steps
from otklik.automation.actions.doing import Doing
from otklik.catalogue.models import TicketType
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.translated import translated
from otklik.people.actor import SYSTEM
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.rules import stored
from otklik.rules.conditions import compiled
from otklik.rules.matching import facts_of, faults_of
from otklik.stages.commands import pass_on, put_in_stage
from otklik.stages.ways import ways_from
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.content import from_text
from otklik.tickets.models import Route, Stage, Status, Ticket
from otklik.tickets.requirements import Asked
from otklik.web.setting_up import ROUTE, STAGE, STATUS, TEAM
from tests import make
from tests.support.pages import rows_of, visitor, words_of
from tests.support.writes import changes, kinds, recorded, refused, unchanged


@pytest.fixture
def stages(people: make.Cast) -> list[Stage]:
    """A route for every ticket: it takes no team at first, then IT, then HR."""
    route = set_up(people.admin, ROUTE, {"name": {"en": "Support"}})
    teams = (None, people.it.pk, people.hr.pk)
    return [
        set_up(people.admin, STAGE, {"name": {"en": f"Stage {n}"}, "route": route.pk, "team": team})
        for n, team in enumerate(teams, 1)
    ]


def test_new_stages_are_joined(people: make.Cast, stages: list[Stage]) -> None:
    """Each to the one before it, both ways; a ticket begins in the first and keeps who has it."""
    first, second, third = stages
    ticket = make.ticket(people.client, team=people.it)
    assert (ticket.stage, ticket.team) == (first, people.it)
    assert [way.target for way in ways_from(ticket)] == [second]
    with refused(Invalid, fields={"stage"}):
        pass_on(people.agent, ticket, third.code)
    moved = pass_on(people.agent, ticket, second.code, version=ticket.version)
    assert [(way.target, way.is_onward) for way in ways_from(moved)] == [(first, False), (third, True)]
    with recorded() as events:
        moved = pass_on(people.agent, moved, third.code, from_text("Сеть"))
    assert (moved.stage, moved.team) == (third, people.hr)
    assert kinds(events) == ["note.added", "ticket.stage_changed", "ticket.assigned"]
    assert events[1].data == {"message": events[0].data["message"]}
    assert events[2].data["why"] == "stage:Stage 3"
    assert len({event.batch_id for event in events}) == 1


def test_requirements_hold_forward_only(people: make.Cast, stages: list[Stage]) -> None:
    """Of the stage left behind, and of the status that comes with the next; going back asks for nothing."""
    first, second, third = stages
    on_hold = Status.objects.get(code="on_hold")
    change_set_up(people.admin, STATUS, on_hold, {"requires": ["categories"]})
    change_set_up(people.admin, STAGE, second, {"requires": ["assignee", "site"]})
    change_set_up(people.admin, STAGE, third, {"status": on_hold.pk})
    ticket = make.ticket(people.client, team=people.it)
    pass_on(people.agent, ticket, second.code)
    with refused(Asked, fields={"assignee", "site", "categories"}):
        pass_on(people.agent, ticket, third.code)
    assert pass_on(people.agent, ticket, first.code).stage == first
    with refused(Denied):
        pass_on(people.client, ticket, second.code)
    assert put_in_stage(SYSTEM, ticket, third.code).status.code == "on_hold"
    with unchanged():
        put_in_stage(SYSTEM, ticket, third.code)
    commands.set_status(SYSTEM, ticket, "closed")
    with refused(NotPossible):
        pass_on(SYSTEM, ticket, second.code)
    with refused(NotPossible):
        put_in_stage(SYSTEM, ticket, first.code)


def test_which_route(people: make.Cast, stages: list[Stage]) -> None:
    """The first that fits type and service; another one as long as the ticket stands at the beginning."""
    incident = TicketType.objects.get(code="incident")
    own = set_up(people.admin, ROUTE, {"name": {"en": "Incidents"}, "types": [incident.pk]})
    begun = set_up(people.admin, STAGE, {"name": {"en": "Alarm"}, "route": own.pk, "team": people.hr.pk})
    change_set_up(people.admin, ROUTE, Route.objects.get(code="support"), {"types": [other_type().pk]})
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, ticket, Edit(type=other_type()))
    ticket.refresh_from_db()
    assert ticket.stage == stages[0]
    with recorded() as events:
        commands.edit(people.agent, ticket, Edit(type=incident))
    assert kinds(events) == ["ticket.edited", "ticket.stage_changed", "ticket.assigned"]
    assert changes(events[1]) == {"stage": (stages[0].code, begun.code)}
    taken = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, taken, Edit(type=other_type()))
    pass_on(people.agent, Ticket.objects.get(pk=taken.pk), stages[1].code)
    commands.edit(people.agent, taken, Edit(type=incident))
    assert Ticket.objects.get(pk=taken.pk).stage == stages[1]


def test_what_stands_in_the_way_of_hiding(people: make.Cast, stages: list[Stage]) -> None:
    """A stage with tickets, a team that answers for one; a way to another route's stage is none."""
    ticket = make.ticket(people.client, team=people.it)
    with refused(NotPossible):
        hide_set_up(people.admin, STAGE, stages[0])
    with refused(NotPossible):
        hide_set_up(people.admin, TEAM, people.hr)
    other = set_up(people.admin, ROUTE, {"name": {"en": "Other"}})
    strange = set_up(people.admin, STAGE, {"name": {"en": "Strange"}, "route": other.pk})
    with refused(Invalid, fields={"ways"}):
        change_set_up(people.admin, STAGE, stages[0], {"ways": [{"to": strange.pk, "condition": {}}]})
    pass_on(people.agent, ticket, stages[1].code)
    hide_set_up(people.admin, STAGE, stages[0])
    assert [way.target for way in ways_from(Ticket.objects.get())] == [stages[2]]


def test_rules_ask_and_move(people: make.Cast, stages: list[Stage]) -> None:
    """A condition on the stage; a step that puts the ticket there, and is not offered without routes."""
    ticket = make.ticket(people.client, team=people.it)
    asked = stored.read({"field": "stage", "op": "one_of", "values": [stages[0].code]})
    assert faults_of(asked) == []
    assert compiled(asked)(facts_of(ticket))
    step = [{"do": "stage", "stage": stages[2].code}]
    steps.perform(steps.read(step), Doing(ticket, name=translated(en="Rule")))
    assert Ticket.objects.get().stage == stages[2]


def test_lists_by_stage_and_turn(people: make.Cast, stages: list[Stage]) -> None:
    """As a filter, as columns, and the longest wait for us first."""
    here = make.ticket(people.client, team=people.it)
    there = make.ticket(people.client, team=people.it)
    pass_on(people.agent, there, stages[1].code)
    commands.set_status(people.agent, here, "waiting_others")
    make.reply(people.agent, here)
    agent = visitor(people.agent)
    assert rows_of(agent.get("/desk/tickets", {"view": "all", "stage": stages[1].code})) == [there.number]
    assert rows_of(agent.get("/desk/tickets", {"view": "all", "turn": "us"})) == [there.number]
    assert rows_of(agent.get("/desk/tickets", {"view": "all", "turn": "third_party"})) == [here.number]
    assert rows_of(agent.get("/desk/tickets", {"view": "all", "sort": "waiting"}))[0] == there.number
    agent.post("/desk/tickets/columns", {"column": ["subject", "turn", "stage"]})
    said = words_of(agent.get("/desk/tickets", {"view": "all"}))
    assert "Stage 2" in said
    assert "Нас" in said or "Наш" in said


def other_type() -> TicketType:
    return TicketType.objects.exclude(code="incident").order_by("pk")[0]
