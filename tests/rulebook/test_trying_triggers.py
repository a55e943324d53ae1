"""What if, for triggers: what a trial says is what the trigger then does, ticket by ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from otklik.automation.drafts import draft_of
from otklik.automation.models import Trigger
from otklik.automation.rehearsing import asking
from otklik.automation.rehearsing.outcomes import Change, Deeds, Side, difference, disputes
from otklik.automation.tables import table_called
from otklik.automation.trials.reading import found_by, is_tried, rows_page
from otklik.automation.trials.starting import try_draft
from otklik.automation.triggers.shape import TRIGGER
from otklik.catalogue.queries import catalogue
from otklik.core.models import Event, Job
from otklik.notifications.models import Delivery
from otklik.notifications.telling import tell
from otklik.people.commands import set_up
from otklik.rules.enums import Stage
from otklik.rules.models import Trial, TrialRow
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.trials import run
from tests.support.writes import snapshot

HOUR = timedelta(hours=1)
TEXT = {"ru": "Срочная заявка {{ number }}", "en": "Urgent: {{ number }}"}


def asked(field: str, *values: object) -> dict[str, object]:
    return {"field": field, "op": "one_of", "values": list(values)}


def trigger(
    name: str, events: Sequence[str], actions: Sequence[object], *questions: object, **more: object
) -> dict[str, object]:
    condition = {"all": list(questions)}
    return {
        "name": {"ru": name},
        "events": list(events),
        "condition": condition,
        "actions": list(actions),
        **more,
    }


def tried(people: make.Cast, given: dict[str, object], rule: Trigger | None = None) -> Trial:
    return run(try_draft(people.admin, draft_of(table_called("trigger"), rule, given), 7))


def a_day(people: make.Cast, clock: FrozenClock) -> dict[str, Ticket]:
    """Tickets with what happens to them: answers, a change of urgency, a transfer, a close."""
    normal = next(row for row in catalogue().priorities.values() if row.code == "normal")
    low = next(row for row in catalogue().priorities.values() if row.code == "low")
    found = {}
    for number, words in enumerate(("Касса стоит", "Нет чека", "Касса и чек", "Вопрос")):
        clock.move(HOUR / 4)
        ticket = found[words] = make.ticket(
            people.client, words, team=people.hr if number == 1 else people.front
        )
        clock.move(HOUR / 4)
        commands.edit(people.admin, ticket, Edit(priority=low))
        if number % 2 == 0:
            clock.move(HOUR / 4)
            commands.edit(people.admin, ticket, Edit(priority=normal))
        clock.move(HOUR)
        make.message(people.client, ticket, "А когда?")
    commands.assign(
        people.admin, found["Касса стоит"], agent_id=people.teammate.agent_id, team_id=people.it.pk
    )
    make.reply(people.admin, found["Вопрос"], "Отвечаем")
    return found


def letters_of(ticket: Ticket) -> Counter[str]:
    """Who was written to about the ticket, once the worker has told everybody."""
    events = Event.objects.filter(ticket_id=ticket.pk).values("pk")
    for job in Job.objects.filter(reaction="notifications.tell", event_id__in=events).order_by("pk"):
        tell.function(job)
        job.delete()
    found: Counter[str] = Counter()
    for one in Delivery.objects.filter(ticket=ticket):
        kind = f"agent:{one.agent_id}" if one.agent_id else one.address
        found[f"contact:{one.contact_id}" if one.contact_id else kind] += 1
    return found


def done_by(rule: Trigger, ticket: Ticket) -> tuple[dict[str, object], dict[str, object]]:
    """What the events of a rule say of a ticket: fields before its first change and after its last."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    followed: list[object] = []
    for event in Event.objects.filter(ticket_id=ticket.pk, rule_version_id=rule.current_id).order_by("pk"):
        for change in event.changes if event.kind != "ticket.planned" else ():
            if change["field"] == "observer":
                followed.append(change["to"])
                continue
            before.setdefault(change["field"], change["from"])
            after[change["field"]] = change["to"]
    return before, after | ({"observer": followed} if followed else {})


URL = "https://hooks.example/urgent"


def urgent(people: make.Cast) -> dict[str, object]:
    """A trigger that changes, tells, calls and keeps letters back."""
    actions = [
        {"do": "priority", "priority": "high"},
        {"do": "assign", "team": "it"},
        {"do": "observe", "teams": ["hr"]},
        {"do": "notify", "agents": [str(make.agent_of(people.agent).uid)], "text": TEXT},
        {"do": "webhook", "url": URL},
        {"do": "hush", "whom": ["client"]},
    ]
    about = (asked("text", "касса", "вопрос"), asked("priority", "normal"))
    return trigger("Касса", ("created", "changed", "client_replied"), actions, *about)


def test_what_it_says_is_what_it_does_row_by_row(
    people: make.Cast, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same day comes again once the trigger is saved. Nothing else is written while it is tried."""
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    start, given = frozen_clock.now, urgent(people)
    first = a_day(people, frozen_clock)
    told = {words: letters_of(ticket) for words, ticket in first.items()}
    before = snapshot()
    trial = tried(people, given)
    after = snapshot()
    written = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert written == {"rules_trial", "rules_trialrow"}
    assert (trial.stage, trial.done, trial.total) == (Stage.DONE, 4, 4)
    said = {row.ticket.subject: row for row in rows_page(people.admin, trial).rows}
    rule = set_up(people.admin, TRIGGER, given)
    frozen_clock.set(start)
    again = a_day(people, frozen_clock)
    assert set(said) == {words for words, ticket in again.items() if done_by(rule, ticket)[1]}
    assert set(said) == {"Касса стоит", "Касса и чек", "Вопрос"}
    assert (trial.changed, trial.taken) == (3, 3)
    for words, row in said.items():
        is_what_happened(row, rule, again[words], told[words])
    sums = found_by(trial).sums
    assert sums.letters == sum(len(row.after["letters"]) for row in said.values())
    assert sums.calls == sum(len(row.after["calls"]) for row in said.values())


def is_what_happened(row: TrialRow, rule: Trigger, ticket: Ticket, told: Counter[str]) -> None:
    """Fields, letters (`told`: without the trigger) and calls of one ticket."""
    then, now = done_by(rule, ticket)
    assert {name: value for name, value in row.after.items() if name in now} == now
    assert {name: value for name, value in row.before.items() if name in then} == then
    calls = Event.objects.filter(ticket_id=ticket.pk, kind="webhook.queued").count()
    assert row.after["calls"] == [URL] * calls
    letters = letters_of(ticket)
    more, fewer = (Counter(row.after.get(name, [])) for name in ("letters", "kept_back"))
    assert (more - fewer, fewer - more) == (letters - told, told - letters)


def rows_of(people: make.Cast, trial: Trial) -> dict[int, TrialRow]:
    return {row.ticket_id: row for row in rows_page(people.admin, trial).rows}


def test_a_time_that_passes_and_rules_that_want_something_else(
    people: make.Cast, frozen_clock: FrozenClock
) -> None:
    """Two hours since the client wrote, unless they wrote again; another trigger sets the same field; one
    that cannot be done says why."""
    high = [{"do": "priority", "priority": "high"}]
    other = set_up(
        people.admin,
        TRIGGER,
        trigger("Низкая", ["created"], [{"do": "priority", "priority": "low"}], asked("text", "чек")),
    )
    first = make.ticket(people.client, "Касса")
    second = make.ticket(people.client, "Касса опять")
    frozen_clock.move(HOUR)
    make.message(people.client, second, "Ещё вот что")
    frozen_clock.move(HOUR * 1.5)
    third = make.ticket(people.client, "Нет чека")
    frozen_clock.move(HOUR / 2)
    waiting = trigger("Долго", [], high, after=120, since="client_replied")
    assert set(rows_of(people, tried(people, waiting))) == {first.pk, second.pk}
    frozen_clock.move(-HOUR / 2)
    assert set(rows_of(people, tried(people, waiting))) == {first.pk}
    frozen_clock.move(HOUR / 2)
    fights = tried(people, trigger("Чек", ["created"], high, asked("text", "чек")))
    assert [(one.rule.pk, one.times) for one in found_by(fights).fights] == [(other.pk, 1)]
    disputed = rows_of(people, fights)
    assert {pk: row.before["priority"] for pk, row in disputed.items()} == {
        third.pk: Ticket.objects.get(pk=third.pk).priority_id
    }
    changed = {"name": {"ru": "Низкая"}, "condition": {"all": [asked("text", "касса")]}}
    assert set(rows_of(people, tried(people, changed, other))) == {first.pk, second.pk, third.pk}
    past = {"do": "status", "status": "postponed", "until": "2020-01-01T09:00"}
    wrong = tried(people, trigger("Отложить", ["created"], [past]))
    sums = found_by(wrong).sums
    assert (wrong.changed, sums.failed, bool(sums.said)) == (0, 3, True)


def test_saving_an_untried_trigger_asks_once(people: make.Cast, frozen_clock: FrozenClock) -> None:
    make.ticket(people.client, "Касса")
    frozen_clock.move(HOUR)
    typed = {
        "name_ru": "Срочно",
        "enabled": "1",
        "events": "created",
        "condition": '{"all": []}',
        "actions": '[{"do": "priority", "priority": "high"}]',
    }
    page = visitor(people.admin)
    shown = page.post("/settings/triggers/new", typed)
    assert shown.status_code == 409
    assert ru("This rule was not tried as it stands here.") in words_of(shown)
    begun = page.post("/settings/rules/trigger/trial", typed | {"trial_days": "7"})
    trial = run(Trial.objects.get())
    assert trial.changed == 1
    found = page.get(begun.headers["Location"])
    assert ru("What becomes otherwise") in words_of(found)
    own = draft_of(table_called("trigger"), None, dict(trial.draft))
    assert is_tried(own)
    assert page.post("/settings/triggers/new", typed).status_code == 302


def test_sides_are_compared_field_by_field() -> None:
    """Pure: the first before, the last after; lists by what one side has more; nothing where both agree."""
    before, after = Side(), Side()
    before.add(Deeds(changes=(Change("team", 1, 2, 5),), letters=("a", "a")), frozenset())
    after.add(
        Deeds(changes=(Change("team", 1, 3, 5), Change("team", 3, 2, 6)), letters=("a", "b")), frozenset()
    )
    assert difference(before, after) == ({"letters": ["a"]}, {"letters": ["b"]})
    after.add(Deeds(changes=(Change("observer", None, "team:1", 6),), numbers={"notes": 2}), frozenset())
    assert difference(before, after)[1] == {"letters": ["b"], "observer": ["team:1"], "notes": 2}
    assert after.over == {"team": 2, "observer": frozenset({"team:1"})}
    after.forget(["team"])
    assert "team" not in after.over
    both = Deeds(changes=(Change("team", 1, 3, 5), Change("team", 3, 2, 6), Change("type", 1, 2, 7)), own=6)
    assert disputes(both) == {5}
