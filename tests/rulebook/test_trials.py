"""What if? A rule says before it is saved what it does once it is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.automation.drafts import Draft, draft_of
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.tables import table_called
from otklik.automation.trials import running
from otklik.automation.trials.reading import found_by, is_tried, rows_page
from otklik.automation.trials.starting import stop_trial, try_draft
from otklik.catalogue.queries import catalogue
from otklik.core import small
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event, Job
from otklik.organisation.calendars import calendars
from otklik.people.commands import arrange_set_up, change_set_up, set_up
from otklik.rules.enums import Stage
from otklik.rules.models import Trial, TrialRow
from otklik.sla.models import SlaRule
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.trials import run
from tests.support.writes import refused, snapshot

HOUR = timedelta(hours=1)


def asked(field: str, *values: object) -> dict[str, object]:
    return {"field": field, "op": "one_of", "values": list(values)}


def values(name: str, *questions: object, **more: object) -> dict[str, object]:
    return {"name": {"ru": name}, "condition": {"all": list(questions)}, "resolution": 60, **more}


def draft(rule: SlaRule | None, given: dict[str, object], place: int | None = None) -> Draft:
    return draft_of(table_called("sla"), rule, given, place)


def registered(people: make.Cast, clock: FrozenClock) -> list[Ticket]:
    """A morning's tickets: of every other one the urgency is changed afterwards, of one the team."""
    high = next(p for p in catalogue().priorities.values() if p.code == "high")
    found = []
    for number, words in enumerate(("Касса стоит", "Нет чека", "Касса и чек", "Вопрос")):
        clock.move(HOUR / 4)
        ticket = make.ticket(people.client, words, team=people.hr if number == 1 else people.it)
        if number % 2:
            commands.edit(people.admin, ticket, Edit(priority=high))
        found.append(ticket)
    commands.assign(people.admin, found[0], agent_id=None, team_id=people.hr.pk)
    return found


def test_what_it_says_is_what_it_does_row_by_row(
    people: make.Cast, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same tickets come again once the rule is saved: each row of the trial is what then happens."""
    monkeypatch.setattr(running, "AT_ONCE", 2)
    set_up(people.admin, SLA_RULE, values("Все", reaction=30, resolution=480))
    rule = set_up(people.admin, SLA_RULE, values("Касса", asked("team", "hr"), enabled=False))
    arrange_set_up(people.admin, SLA_RULE, [rule.pk, SlaRule.objects.get(resolution=480).pk])
    about = (asked("text", "касса", "чек"), asked("priority", "normal"), asked("team", "it"))
    given = values("Касса", *about, answer=20, enabled=True)
    start = frozen_clock.now
    tickets = registered(people, frozen_clock)
    before = snapshot()
    trial = run(try_draft(people.admin, draft(rule, given), 7))
    after = snapshot()
    written = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert written == {"rules_trial", "rules_trialrow"}
    assert (trial.stage, trial.done, trial.total, trial.changed, trial.taken) == (Stage.DONE, 4, 4, 2, 2)
    said = {row.ticket.subject: (row.before, row.after) for row in rows_page(people.admin, trial).rows}
    happened = {ticket.subject: planned(ticket) for ticket in tickets}
    change_set_up(people.admin, SLA_RULE, rule, given)
    frozen_clock.set(start)
    again = {ticket.subject: planned(ticket) for ticket in registered(people, frozen_clock)}
    different = {words: (happened[words], again[words]) for words in again if happened[words] != again[words]}
    assert {words: tuple(map(deadlines, pair)) for words, pair in said.items()} == different
    assert set(different) == {"Касса стоит", "Касса и чек"}
    assert all(after["answer"] == 20 for _before, after in said.values())


def test_routing_says_whose_tickets_become(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Of tickets a person gave to somebody only who follows them changes."""
    agent = people.agent.agent_id
    other = set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Всё"}, "team": people.front.pk})
    given = {"name": {"ru": "Касса"}, "condition": {"all": [asked("text", "касса")]}}
    given |= {"team": people.it.pk, "agent": agent, "observer_teams": [people.hr.pk]}

    def come() -> dict[str, Ticket]:
        found = [make.ticket(people.client, words) for words in ("Касса стоит", "Нет чека")]
        found.append(make.ticket(people.client, "Касса и чек", team=people.hr))
        return {ticket.subject: Ticket.objects.get(pk=ticket.pk) for ticket in found}

    before = come()
    own = draft_of(table_called("routing"), None, given, 0)
    commands.assign(people.admin, before["Касса стоит"], agent_id=None, team_id=people.hr.pk)
    trial = run(try_draft(people.admin, own, 7))
    said = {row.ticket.subject: (row.before, row.after) for row in rows_page(people.admin, trial).rows}
    rule = set_up(people.admin, ROUTING_RULE, given)
    arrange_set_up(people.admin, ROUTING_RULE, [rule.pk, other.pk])
    after = come()
    held = {
        words: tuple((t.team_id, t.assignee_id) for t in (before[words], after[words])) for words in before
    }
    assert {words: tuple((one["team"], one["assignee"]) for one in pair) for words, pair in said.items()} == {
        words: held[words] for words in ("Касса стоит", "Касса и чек")
    }
    assert held["Нет чека"][0] == held["Нет чека"][1]
    assert held["Касса стоит"][1] == (people.it.pk, agent)
    assert all(pair[1]["observer"] == [f"team:{people.hr.pk}"] for pair in said.values())


def planned(ticket: Ticket) -> dict[str, object]:
    """The deadlines a ticket got when it was registered."""
    event = Event.objects.filter(ticket_id=ticket.pk, kind="ticket.planned").order_by("id").first()
    changes = event.changes if event is not None else []
    return {"due_at": None, "react_by": None} | {str(row["field"]): row["to"] for row in changes}


def deadlines(outcome: dict[str, object]) -> dict[str, object]:
    return {name: outcome[name] for name in ("due_at", "react_by")}


def test_it_goes_on_where_it_died_and_counts_nothing_twice(
    people: make.Cast, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    registered(people, frozen_clock)
    trial = try_draft(people.admin, draft(None, values("Новое", asked("team", "it"))), 7)
    job = Job.objects.get(key=f"trial:{trial.pk}")
    first, second = running.try_next.function(job), running.try_next.function(job)
    assert first is not None
    assert second is not None
    first()
    second()
    done = run(trial)
    assert (done.done, done.changed, done.counts["won"]) == (4, 3, {"0": 3})
    assert [row.rule_after for row in TrialRow.objects.filter(trial=trial)] == [0, 0, 0]


def test_questions_of_a_batch_do_not_grow_with_it(people: make.Cast, frozen_clock: FrozenClock) -> None:
    own = draft(None, values("Новое", asked("text", "касса"), asked("company_category", "vip")))
    numbers = []
    for _round in range(2):
        registered(people, frozen_clock)
        trial = try_draft(people.admin, own, 7)
        job = Job.objects.get(key=f"trial:{trial.pk}")
        running.try_next.function(job)
        with small.one_version(), CaptureQueriesContext(connection) as queries:
            running.try_next.function(job)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 10


def test_rules_in_each_others_way_are_named(people: make.Cast, frozen_clock: FrozenClock) -> None:
    set_up(people.admin, SLA_RULE, values("Все", resolution=480))
    phone = set_up(people.admin, SLA_RULE, values("Отдел", asked("team", "it")))
    registered(people, frozen_clock)
    last = found_by(run(try_draft(people.admin, draft(None, values("Новое", resolution=90)), 7)))
    assert (last.trial.changed, last.trial.taken, last.held) == (0, 0, 4)
    tried = next(one for one in last.hidden if one.is_tried)
    assert (str(tried.by.name), tried.held, tried.times) == ("Все", 4, 4)
    assert {(str(one.rule.name), one.times, one.is_before) for one in last.fights} == {
        ("Все", 4, True),
        ("Отдел", 3, True),
    }
    first = found_by(run(try_draft(people.admin, draft(None, values("Новое", resolution=90), 0), 30)))
    assert (first.trial.changed, first.trial.taken) == (4, 4)
    moved = found_by(run(try_draft(people.admin, draft(phone, values("Отдел", asked("team", "it")), 0), 7)))
    assert (moved.trial.changed, moved.hidden) == (3, [])


def test_it_can_be_stopped_and_ends_when_the_rules_change(
    people: make.Cast, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    registered(people, frozen_clock)
    own = draft(None, values("Новое"))
    trial = try_draft(people.admin, own, 7)
    assert stop_trial(people.admin, trial).stage == Stage.STOPPED
    assert not Job.objects.filter(key=f"trial:{trial.pk}").exists()
    again = try_draft(people.admin, own, 7)
    set_up(people.admin, SLA_RULE, values("Другое", asked("team", "it")))
    assert run(again).stage == Stage.OUTDATED
    assert not is_tried(own)
    with refused(Denied):
        try_draft(people.agent, own, 7)
    with refused(Invalid, fields={"days"}):
        try_draft(people.admin, own, 5)


def test_saving_what_was_not_tried_asks_once(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Nothing typed is lost by it; what was tried is not asked about, nor what decides nothing new."""
    registered(people, frozen_clock)
    page = reverse("settings-sla-new")
    typed = {"name_ru": "Касса", "enabled": "1", "condition": '{"all": []}', "resolution": "4 ч"}
    admin = visitor(people.admin)
    answer = admin.post(page, typed)
    assert answer.status_code == 409
    assert ru("Save anyway") in words_of(answer)
    assert 'value="4 ч"' in answer.content.decode()
    assert not SlaRule.objects.exists()
    panel = visitor(people.admin, script=True).post(reverse("settings-trial", args=["sla"]), typed)
    trial = run(Trial.objects.get())
    assert f"/settings/rules/trials/{trial.uid}" in panel.content.decode()
    told = visitor(people.admin, script=True).get(reverse("settings-trial-progress", args=[trial.uid]))
    assert f"{ru('tickets come out otherwise')} 4" in words_of(told)
    assert Ticket.objects.order_by("-id")[0].number in words_of(told)
    assert visitor(people.admin).post(page, typed).status_code == 302
    rule = SlaRule.objects.get()
    own = reverse("settings-sla-edit", args=[rule.uid])
    assert visitor(people.admin).post(own, typed | {"about": "Для касс"}).status_code == 302
    assert visitor(people.admin).post(own, typed | {"resolution": "5 ч"}).status_code == 409
    assert visitor(people.admin).post(own, typed | {"resolution": "5 ч", "untried": "1"}).status_code == 302
    wrong = visitor(people.admin).post(
        reverse("settings-trial", args=["sla"]), typed | {"resolution": "никогда"}
    )
    assert (wrong.status_code, Trial.objects.count()) == (422, 1)
    back = visitor(people.admin).post(reverse("settings-trial", args=["sla"]), typed | {"resolution": "6 ч"})
    kept = visitor(people.admin).get(back.headers["Location"].partition("#")[0])
    assert 'value="6 ч"' in kept.content.decode()


def test_it_is_saved_where_it_was_tried(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """At the place that was chosen, which the question about an untried rule does not forget."""
    registered(people, frozen_clock)
    page = reverse("settings-sla-new")
    typed = {"enabled": "1", "condition": '{"all": []}', "resolution": "4 ч", "untried": "1"}
    admin = visitor(people.admin)
    for name in ("Касса", "Склад"):
        admin.post(page, typed | {"name_ru": name})
    chosen = {"name_ru": "Первое", "trial_place": "1", "trial_days": "90"}
    asked = admin.post(page, typed | chosen | {"untried": ""}).content.decode()
    assert '<option value="1" selected>' in asked
    assert '<option value="90" selected>' in asked
    assert admin.post(page, typed | chosen).status_code == 302
    assert [str(row.name) for row in sla_rules_in_order()] == ["Касса", "Первое", "Склад"]
    last = SlaRule.objects.get(position=2)
    own = reverse("settings-sla-edit", args=[last.uid])
    assert admin.post(own, typed | {"name_ru": "Склад", "trial_place": "0"}).status_code == 302
    assert [str(row.name) for row in sla_rules_in_order()] == ["Склад", "Касса", "Первое"]


def sla_rules_in_order() -> list[SlaRule]:
    return list(SlaRule.objects.order_by("position", "id"))


def test_a_program_tries_a_rule(people: make.Cast, frozen_clock: FrozenClock) -> None:
    tickets = registered(people, frozen_clock)
    values_of_all = {"names": {"en": "All"}, "answer": 20, "calendar": calendars()[0].code}
    desk = program(people.admin)
    begun = desk.post("/rules/trials", {"table": "sla", "values": values_of_all, "days": 7})
    assert (begun.status, begun.body["stage"], begun.body["total"]) == (201, "running", 4)
    run(Trial.objects.get())
    told = desk.get(f"/rules/trials/{begun.body['uid']}").body
    assert (told["stage"], told["changed"], told["taken"], told["disputed"]) == ("done", 4, 4, [])
    rows = desk.get(f"/rules/trials/{begun.body['uid']}/tickets?limit=3").body
    assert [row["number"] for row in rows["items"]] == [ticket.number for ticket in tickets[:0:-1]]
    assert rows["items"][0]["after"] == {"due_at": None, "react_by": None, "answer": 20}
    assert desk.post(f"/rules/trials/{begun.body['uid']}/actions/stop").body["stage"] == "done"
    wrong = desk.post(
        "/rules/trials", {"table": "sla", "values": {"names": {"en": "All"}, "calendar": "none"}}
    )
    assert (wrong.status, Trial.objects.count()) == (422, 1)
