"""Routing rules: the first that holds, what a person chose, who may read, what is broken."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.models import RoutingRule
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event, Job
from otklik.people.commands.configure import change_set_up, hide_set_up, set_settings, set_up
from otklik.people.shapes import TEAM
from otklik.rules import registry
from otklik.rules.commands.failing import PATIENCE
from otklik.rules.models import RuleTrouble
from otklik.rules.watching import watch_rules
from otklik.tickets.commands import Edit, edit
from otklik.tickets.enums import Given
from otklik.tickets.models import AssignmentReason, Observer, Ticket, TicketReader
from tests import make
from tests.clients.contracts import contract
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import recorded, refused

BY_COMPANY = "company"


def rule(
    people: make.Cast, name: str = "Правило", *asked: Mapping[str, object], **values: object
) -> RoutingRule:
    """A routing rule, for every ticket unless it asks."""
    condition = {"all": list(asked)}
    return set_up(people.admin, ROUTING_RULE, {"name": {"ru": name}, "condition": condition, **values})


def of_company(people: make.Cast) -> Mapping[str, object]:
    return {"field": BY_COMPANY, "op": "one_of", "values": [str(people.company.uid)]}


def test_the_first_rule_that_holds_decides(people: make.Cast) -> None:
    """Instead of the catalogue; the event names rule and version; the letters go to whose it is now."""
    rule(people, "Чужая", {"field": "via", "op": "one_of", "values": ["phone"]}, team=people.front.pk)
    mine = rule(people, "Альфа", of_company(people), team=people.hr.pk, agent=people.outsider.agent_id)
    rule(people, "Все", team=people.it.pk)
    with recorded() as events:
        ticket = make.ticket(people.client)
    row = Ticket.objects.get()
    assert (row.team_id, row.assignee_id, row.status.code) == (
        people.hr.pk,
        people.outsider.agent_id,
        "assigned",
    )
    assert (ticket.team_id, ticket.assignee_id, ticket.version) == (row.team_id, row.assignee_id, row.version)
    assert [event.kind for event in events] == ["ticket.registered", "ticket.assigned"]
    given = events[1]
    assert (given.rule_version_id, given.data["rule"]) == (mine.current_id, {"ru": "Альфа"})
    assert given.cause_id == events[0].pk
    teams = set(TicketReader.objects.exclude(team=None).values_list("team_id", flat=True))
    assert teams == {people.hr.pk}, "the dispatchers held it for no moment"
    assert TicketReader.objects.filter(agent=make.agent_of(people.outsider)).exists()
    told = Job.objects.filter(reaction="notifications.tell").values_list("event_id", flat=True)
    assert list(told) == [events[0].pk], "one letter: of the registration"
    assert mine.current is not None
    change_set_up(people.admin, ROUTING_RULE, mine, {"team": people.it.pk, "agent": None})
    make.ticket(people.client)
    assert Event.objects.filter(kind="ticket.assigned").latest("pk").rule_version_id != mine.current_id


def test_what_a_person_chose_stays(people: make.Cast) -> None:
    """And observers are added all the same: to those of the company, each once."""
    observers = {"observer_agents": [people.teammate.agent_id], "observer_teams": [people.hr.pk]}
    rule(people, "Все", team=people.front.pk, **observers)
    company = people.company
    company.observer_agents, company.observer_teams = [people.teammate.agent_id, people.lead.agent_id], []
    company.save()
    with recorded() as events:
        ticket = make.ticket(people.client, team=people.it)
    assert Ticket.objects.get().team_id == people.it.pk
    following = set(Observer.objects.values_list("agent_id", "team_id"))
    expected = {(people.teammate.agent_id, None), (people.lead.agent_id, None), (None, people.hr.pk)}
    assert following == expected
    assert [event.kind for event in events] == ["ticket.registered", "ticket.observers_changed"]
    assert events[1].changes == [{"field": "observer", "from": None, "to": f"team:{people.hr.pk}"}]
    assert TicketReader.objects.filter(ticket=ticket, team_id=people.hr.pk).exists()


@pytest.mark.parametrize("gives", ["team", "observers"])
def test_managers_and_rules(people: make.Cast, gives: str) -> None:
    """A rule without a place leaves the manager's ticket alone; one with their team leaves it theirs."""
    people.company.manager_agent_id = people.agent.agent_id
    people.company.save()
    values = {"team": people.it.pk} if gives == "team" else {"observer_teams": [people.hr.pk]}
    mine = rule(people, "Все", **values)
    make.ticket(people.client)
    row = Ticket.objects.get()
    assert (row.team_id, row.assignee_id) == (people.it.pk, people.agent.agent_id)
    named = Event.objects.get(rule_version_id=mine.current_id)
    assert named.kind == ("ticket.routed" if gives == "team" else "ticket.observers_changed")


def test_again_when_something_changes(people: make.Cast) -> None:
    """Only where the installation wants it, only what rules ask about, and no rule twice in a row."""
    urgent = {"field": "priority", "op": "one_of", "values": ["immediate"]}
    rule(people, "Срочно", urgent, team=people.hr.pk)
    rule(people, "Все", team=people.it.pk)
    ticket = make.ticket(people.client)
    immediate = next(row for row in catalogue().priorities.values() if row.code == "immediate")
    usual = next(row for row in catalogue().priorities.values() if row.code != "immediate")
    edit(people.admin, ticket, Edit(priority=immediate))
    assert Ticket.objects.get().team_id == people.it.pk
    set_settings(people.admin, {"routing.on_change": True})
    edit(people.admin, ticket, Edit(subject="Другое"))
    assert Ticket.objects.get().team_id == people.it.pk
    edit(people.admin, ticket, Edit(priority=usual))
    edit(people.admin, ticket, Edit(priority=immediate))
    assert Ticket.objects.get().team_id == people.hr.pk
    with recorded() as events:
        edit(people.admin, ticket, Edit(priority=immediate, subject="И ещё"))
    assert [event.kind for event in events] == ["ticket.edited"]


def test_a_broken_rule_is_left_out_and_told_once(people: make.Cast) -> None:
    """A team out of use stops neither the ticket nor the next rule; mended, it is forgotten."""
    first = rule(people, "Кадры", team=people.hr.pk)
    rule(people, "Все", team=people.it.pk)
    people.hr.members.clear()
    hide_set_up(people.admin, TEAM, people.hr)
    make.ticket(people.client)
    assert Ticket.objects.get().team_id == people.it.pk
    with recorded() as events:
        assert (watch_rules(), watch_rules()) == (1, 1)
    assert [(event.kind, event.subject_id) for event in events] == [("rule.broken", first.pk)]
    assert RuleTrouble.objects.get().why == "result"
    hide_set_up(people.admin, TEAM, people.hr, hidden=False)
    assert (watch_rules(), RuleTrouble.objects.count()) == (0, 0)


def test_a_rule_that_raises_is_switched_off(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others decide meanwhile; administrators are told when it begins and when it ends."""
    asked = {"field": "via", "op": "one_of", "values": ["portal"]}
    broken = rule(people, "Сломано", asked, team=people.hr.pk)
    rule(people, "Все", team=people.it.pk)
    field = registry.fields()["via"]

    def raising(_facts: object) -> str:
        raise KeyError("нет такого")

    monkeypatch.setattr(type(field), "__setattr__", object.__setattr__)
    monkeypatch.setattr(field, "read", raising)
    with recorded() as events:
        for _n in range(PATIENCE + 1):
            assert make.ticket(people.client).team_id == people.it.pk
    told = [event.data["stopped"] for event in events if event.kind == "rule.broken"]
    assert told == [False, True]
    broken.refresh_from_db()
    trouble = RuleTrouble.objects.get()
    assert (broken.enabled, trouble.times, trouble.why) == (False, PATIENCE, "error")
    assert "KeyError" in trouble.said
    monkeypatch.undo()
    change_set_up(people.admin, ROUTING_RULE, broken, {"enabled": True})
    assert not RuleTrouble.objects.exists()
    assert make.ticket(people.client).team_id == people.hr.pk


def test_two_hundred_rules_ask_no_more_than_one(people: make.Cast) -> None:
    """Neither do many words, companies and categories."""

    def cost() -> int:
        make.ticket(people.client)
        with CaptureQueriesContext(connection) as asked:
            make.ticket(people.client)
        return len(asked)

    words = {"field": "text", "op": "one_of", "values": ["касса"]}
    labels = {"field": "categories", "op": "filled"}
    every: list[Mapping[str, object]] = [words, labels, of_company(people)]
    last = rule(people, "Все", *every[2:], team=people.it.pk)
    rule(people, "Первое", *every, team=people.hr.pk)
    one = cost()
    RoutingRule.objects.bulk_create(
        RoutingRule(name=last.name, condition={"all": every}, team=people.hr, position=0) for _n in range(200)
    )
    change_set_up(people.admin, ROUTING_RULE, last, {"about": "последнее"})
    RoutingRule.objects.filter(pk=last.pk).update(position=999)
    change_set_up(people.admin, ROUTING_RULE, last, {"about": "в конце"})
    assert cost() <= one + 1, "the categories are asked for once"


def test_a_rule_gives_something_to_somebody_there(people: make.Cast) -> None:
    """And only administrators make one."""
    with refused(Invalid, fields={"team"}):
        rule(people, "Пустое")
    with refused(Invalid, fields={"agent"}):
        rule(people, "Не там", team=people.hr.pk, agent=people.agent.agent_id)
    with refused(Denied):
        set_up(people.lead, ROUTING_RULE, {"name": {"ru": "Моё"}, "team": people.it.pk})


def test_a_contract_is_found_and_asked_about(people: make.Cast) -> None:
    """By its number in the editor's box; the rule holds for tickets under it and reads back by number."""
    agreed = contract(people.company, "К-77", companies=[people.company])
    admin = visitor(people.admin)
    offered = text_of(admin.get("/desk/clients/options/contract", {"q": "К-77"}))
    assert str(agreed.uid) in offered
    asked = {"field": "contract", "op": "one_of", "values": [str(agreed.uid)]}
    rule(people, "По договору", asked, team=people.hr.pk)
    assert make.ticket(people.client).team_id == people.hr.pk
    assert make.ticket(people.stranger).team_id == people.front.pk
    assert "договор: «К-77»" in words_of(admin.get("/settings/routing"))


def test_who_loses_a_ticket_to_a_rule_did_not_give_it_back(people: make.Cast) -> None:
    """Who looks after the company held it for a moment: it was passed on, their turn may still come."""
    people.company.manager_agent_id = people.teammate.agent_id
    people.company.save()
    rule(people, team=people.hr.pk)
    ticket = make.ticket(people.client)
    found = list(AssignmentReason.objects.filter(ticket=ticket).order_by("pk").values_list("agent", "how"))
    held = people.teammate.agent_id
    assert found == [(held, Given.BY_RULE), (held, Given.PASSED_ON)]
    assert ru("went to somebody else") in words_of(
        visitor(people.admin).get(f"/desk/tickets/{ticket.number}/assignment/why")
    )
