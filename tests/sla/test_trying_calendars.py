"""What if? A calendar says before it is saved what it does to deadlines once it is saved, and what it would
have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.trials import running
from otklik.automation.trials.calendar_asking import CalendarAsking
from otklik.automation.trials.calendar_drafts import CalendarDraft, calendar_draft, is_calendar_tried
from otklik.automation.trials.calendar_rows import NOW, THEN
from otklik.automation.trials.reading import rows_page
from otklik.automation.trials.starting import stop_trial, try_calendar
from otklik.catalogue.queries import catalogue
from otklik.core import small
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Job
from otklik.notifications.models import Delivery
from otklik.notifications.telling import tell
from otklik.organisation.calendars import CalendarInfo, SpecialDay, calendar_of, calendars
from otklik.organisation.commands import CalendarSpec, change_calendar
from otklik.organisation.worktime import ALWAYS, Version, Week
from otklik.people.commands.configure import set_up
from otklik.rules.enums import Stage
from otklik.rules.models import Trial
from otklik.sla.clocks import Mode
from otklik.sla.commands import ring
from otklik.sla.models import Clock
from otklik.sla.rereading import NEXT, reread_next
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.sla.office import moscow, sla_rule, spec
from tests.support.fixtures import FrozenClock
from tests.support.trials import run
from tests.support.writes import recorded, refused, snapshot

NIGHT: Week = (((7 * 60, 13 * 60), (14 * 60, 17 * 60)),) * 6 + ((),)
AT = moscow(24, 15)
State = Mapping[str, Mapping[str, tuple[datetime | None, bool]]]


def worked(people: make.Cast, clock: FrozenClock) -> list[Ticket]:
    """Three working days of tickets: answered, paused, given to another rule, done, reopened, planned by a
    person, left alone; rung whenever a day ends."""
    high = next(p for p in catalogue().priorities.values() if p.code == "high")
    names = ("Касса", "Ждём", "Срочно", "Готово", "Снова", "По уговору", "Лежит")
    clock.set(moscow(19, 10))
    made = {name: make.ticket(people.client, name, team=people.it) for name in names[:6]}
    commands.plan_resolution(people.agent, made["По уговору"], moscow(27, 12))
    clock.set(moscow(19, 11))
    make.reply(people.agent, made["Ждём"], "Какая модель?", status="needs_clarification")
    make.reply(people.agent, made["Касса"], "Смотрим.")
    clock.set(moscow(19, 12, 30))
    make.message(people.client, fresh(made["Касса"]), "И что?")
    make.reply(people.agent, made["Готово"], "Готово.", status="resolved")
    clock.set(moscow(19, 17, 40))
    make.reply(people.agent, made["Снова"], "Готово.", status="resolved")
    ring_all(made.values())
    clock.set(moscow(20, 9, 30))
    commands.edit(people.agent, fresh(made["Срочно"]), Edit(priority=high))
    make.message(people.client, fresh(made["Снова"]), "Опять то же.")
    clock.set(moscow(20, 17, 50))
    made["Лежит"] = make.ticket(people.client, "Лежит", team=people.it)
    ring_all(made.values())
    clock.set(moscow(24, 11))
    make.message(people.client, fresh(made["Ждём"]), "Модель 5.")
    ring_all(made.values())
    clock.set(AT)
    ring_all(made.values())
    return [fresh(one) for one in made.values()]


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def ring_all(tickets: Iterable[Ticket]) -> None:
    for one in tickets:
        ring(one.pk)


def promised(people: make.Cast, office: CalendarInfo) -> None:
    urgent = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}
    sla_rule(people, office, "Срочный", condition=urgent, reaction="1 h", resolution="3 h")
    sla_rule(people, office, reaction="4 h", resolution="14 h", answer="2 h")


def state(tickets: Iterable[Ticket], *, running_only: bool) -> State:
    """What the rows say of each ticket's clocks."""
    found: dict[str, dict[str, tuple[datetime | None, bool]]] = {}
    for ticket in tickets:
        found[ticket.subject] = {}
        for row in Clock.objects.filter(ticket=ticket):
            if running_only and (row.mode != Mode.RUNS or row.by_hand):
                continue
            passed = row.mode == Mode.RUNS and row.due_at is not None and row.due_at <= AT
            late = row.breached_at is not None or passed
            found[ticket.subject][f"{row.kind}{row.run}"] = (row.due_at, late)
    return found


def different(before: State, after: State) -> Mapping[str, tuple[object, object]]:
    found: dict[str, tuple[object, object]] = {}
    for name in before.keys() | after.keys():
        old, new = before.get(name, {}), after.get(name, {})
        keys = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
        if keys:
            found[name] = ({k: old[k] for k in keys if k in old}, {k: new[k] for k in keys if k in new})
    return found


def said(people: make.Cast, trial: Trial, part: str) -> Mapping[str, tuple[object, object]]:
    """What the trial's rows say, in the words of `different`."""

    def read(side: Mapping[str, tuple[str | None, bool]]) -> dict[str, object]:
        return {k: (datetime.fromisoformat(due) if due else None, late) for k, (due, late) in side.items()}

    rows = rows_page(people.admin, trial).rows
    pairs = {row.ticket.subject: (read(row.before[part]), read(row.after[part])) for row in rows}
    return {name: pair for name, pair in pairs.items() if pair != ({}, {})}


def test_what_it_says_is_what_it_does_row_by_row(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved for real, the worker's own reading moves the same deadlines and tells of the same; and the same
    days lived again by the saved calendar have the deadlines that would have been."""
    monkeypatch.setattr(CalendarAsking, "at_once", 2)
    promised(people, office)
    tickets = worked(people, frozen_clock)
    days = (SpecialDay(date(2026, 11, 20), ((9 * 60, 11 * 60),)),)
    given = spec(office, weeks=(Version(None, NIGHT),), days=days, zone="Europe/Samara")
    before = snapshot()
    trial = run(try_calendar(people.admin, calendar_draft(people.admin.ref, office, given), 7))
    after = snapshot()
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "rules_trial",
        "rules_trialrow",
    }
    assert (trial.stage, trial.done, trial.total, trial.taken) == (Stage.DONE, 7, 7, 7)
    ran, were = state(tickets, running_only=True), state(tickets, running_only=False)
    columns = {t.subject: (t.due_at, t.react_by) for t in tickets}
    change_calendar(people.admin.ref, office, given)
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    assert said(people, trial, NOW) == different(ran, state(tickets, running_only=True)) != {}
    assert fresh(tickets[5]).due_at == columns["По уговору"][0] == moscow(27, 12)
    sums = trial.counts["sums"]
    with recorded() as events:
        ring_all(tickets)
    told = [event.kind for event in events]
    assert (told.count("sla.warned"), told.count("sla.breached")) == (
        sums.get("warnings", 0),
        sums.get("breaches", 0),
    )
    assert told
    written = set(Delivery.objects.values_list("pk", flat=True))
    for job in Job.objects.filter(reaction="notifications.tell", event_id__in=[event.pk for event in events]):
        tell.function(job)
    assert Delivery.objects.exclude(pk__in=written).count() == sums["letters"] > 0
    again = worked(people, frozen_clock)
    assert said(people, trial, THEN) == different(were, state(again, running_only=False)) != {}
    assert sums[f"{THEN}_late"] + sums[f"{THEN}_kept"] > 0


def test_a_calendar_that_becomes_the_default_counts_for_rules_that_name_none(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Also one that is nowhere yet."""
    set_up(people.admin, SLA_RULE, {"name": {"ru": "Касса"}, "resolution": "4 h"})
    frozen_clock.set(moscow(24, 7))
    ticket = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(24, 8))
    always = CalendarSpec(office.name, (Version(None, ALWAYS),), zone="Europe/Moscow", is_default=True)
    quiet = replace(always, is_default=False)
    old = calendar_of(None)
    assert calendar_draft(people.admin.ref, None, quiet).decides_as_before
    trial = run(try_calendar(people.admin, calendar_draft(people.admin.ref, None, always), 7))
    assert (trial.rule_id, trial.changed, trial.taken) == (None, 1, 1)
    ((name, pairs),) = said(people, trial, THEN).items()
    assert (name, pairs[1]) == (ticket.subject, {"resolution1": (moscow(24, 11), False)})
    assert calendar_of(None) == old


def test_only_deadlines_to_come_are_moved_by_saving(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A deadline that has passed stays on saving, and stands among those that would have been otherwise."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    make.ticket(people.client, "Опоздали", team=people.it)
    frozen_clock.set(moscow(25, 10))
    given = spec(office, days=(SpecialDay(date(2026, 11, 24), ()),))
    trial = run(try_calendar(people.admin, calendar_draft(people.admin.ref, office, given), 30))
    assert said(people, trial, NOW) == {}
    late, kept = (moscow(24, 13), True), (moscow(25, 13), False)
    assert said(people, trial, THEN) == {"Опоздали": ({"resolution1": late}, {"resolution1": kept})}
    assert (trial.counts["sums"][f"{THEN}_kept"], trial.counts["sums"].get("letters")) == (1, None)


def test_it_asks_the_same_number_of_questions_of_one_and_of_many(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    promised(people, office)
    frozen_clock.set(moscow(24, 9))
    numbers = []
    draft = calendar_draft(people.admin.ref, office, spec(office, weeks=(Version(None, NIGHT),)))
    for count in (1, 6):
        for _number in range(count):
            make.ticket(people.client, team=people.it)
        job = Job.objects.get(key=f"trial:{try_calendar(people.admin, draft, 7).pk}")
        running.try_next.function(job)
        with small.one_version(), CaptureQueriesContext(connection) as queries:
            running.try_next.function(job)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_it_is_refused_as_saving_is(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Stopped, outdated by another calendar's change; what cannot be saved is not tried."""
    promised(people, office)
    make.ticket(people.client, team=people.it)
    draft = calendar_draft(people.admin.ref, office, spec(office, weeks=(Version(None, NIGHT),)))
    assert not is_calendar_tried(draft)
    assert is_calendar_tried(calendar_draft(people.admin.ref, office, spec(office)))
    with refused(Denied):
        try_calendar(people.agent, draft, 7)
    with refused(Invalid, fields={"days"}):
        try_calendar(people.admin, draft, 8)
    with refused(Invalid, fields={"zone"}):
        calendar_draft(people.admin.ref, office, spec(office, zone="Moon/Sea"))
    trial = try_calendar(people.admin, draft, 7)
    assert stop_trial(people.admin, trial).stage == Stage.STOPPED
    again = try_calendar(people.admin, draft, 7)
    other = next(one for one in calendars() if one.id != office.id)
    change_calendar(people.admin.ref, other, spec(other, days=(SpecialDay(date(2026, 12, 31), ()),)))
    assert run(again).stage == Stage.OUTDATED
    assert not is_calendar_tried(draft)
    assert (
        run(try_calendar(people.admin, CalendarDraft(draft.calendar_id, draft.said), 7)).stage == Stage.DONE
    )
    assert is_calendar_tried(draft)
