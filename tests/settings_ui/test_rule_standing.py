"""Beside a rule's form: its place, what is asked before it, how often it decided, versions, last trial."""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.models import RoutingRule
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.triggers.shape import TRIGGER
from otklik.people.commands import change_set_up, set_up
from otklik.rules.enums import Stage
from otklik.rules.models import Trial
from otklik.settings_ui.rule_standing import MOST
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.trials import run

HOUR = timedelta(hours=1)
VIP = {"field": "priority", "op": "one_of", "values": ["high"]}


def routing(people: make.Cast, name: str, **values: object) -> RoutingRule:
    return set_up(people.admin, ROUTING_RULE, {"name": {"ru": name}, "team": people.it.pk, **values})


def panel(people: make.Cast, rule: RoutingRule) -> str:
    """The words beside the form, behind those of the form."""
    page = visitor(people.admin).get(f"/settings/routing/{rule.uid}")
    return words_of(page).rpartition(ru("In the order"))[2]


def test_it_says_where_a_rule_stands_and_what_it_did(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Rules in force before it with what they do, none behind one that takes all; of what it did, how often
    and when; who made which version; a trial of it as it stands, and one from before."""
    first = routing(people, "Важные", condition=VIP)
    routing(people, "Забытое", enabled=False)
    last = routing(people, "Остальные", team=people.hr.pk)
    before = panel(people, last)
    assert ru("%(place)s of %(number)s", place=3, number=3) in before
    assert "1. Важные" in before
    assert "Забытое" not in before.partition(ru("What it did"))[0]
    assert ru("It has not acted yet.") in before
    assert ru("Nothing is asked before it.") in panel(people, first)
    make.ticket(people.client)
    typed = {"name_ru": "Остальные", "condition": '{"all": []}', "team": people.hr.pk, "enabled": "1"}
    visitor(people.admin).post(
        "/settings/rules/routing/trial", typed | {"trial_rule": str(last.uid), "trial_days": "7"}
    )
    assert run(Trial.objects.get()).stage == Stage.DONE
    after = panel(people, last)
    assert "1 раз за 30 дней" in after
    assert ru("It has not acted yet.") not in after
    assert ru("No ticket of %(total)s would have come out otherwise.", total=1) in after
    assert ru("As it stands now.") in after
    assert f"{ru('Version %(n)s', n=1)} {ru('in force')}" in after
    change_set_up(people.admin, ROUTING_RULE, last, {"team": people.it.pk})
    changed = panel(people, last)
    assert ru("Before it was changed: try it again.") in changed
    assert changed.index(ru("Version %(n)s", n=2)) < changed.index(ru("Version %(n)s", n=1))
    assert make.agent_of(people.admin).name in changed


def test_behind_one_that_takes_all_and_among_triggers(people: make.Cast) -> None:
    """What cannot be reached says so; triggers are all done."""
    routing(people, "Любые")
    last = routing(people, "Последнее")
    never = ru("Its turn never comes: “%(rule)s” above takes every ticket. Move it up.", rule="Любые")
    assert never in panel(people, last)
    given = {"name": {"ru": "Тихо"}, "events": ["created"], "actions": [{"do": "hush", "whom": ["client"]}]}
    trigger = set_up(people.admin, TRIGGER, given)
    said = words_of(visitor(people.admin).get(f"/settings/triggers/{trigger.uid}"))
    both = "All that hold are done, one after the other; where two set the same field, the later one wins."
    assert ru(both) in said


def test_fifty_rules_before_it_ask_as_much_as_one(people: make.Cast) -> None:
    """The nearest are named, the others counted."""
    routing(people, "Первое", condition=VIP)
    last = routing(people, "Последнее")
    page, admin = f"/settings/routing/{last.uid}", visitor(people.admin)
    numbers = []
    for _round in range(2):
        admin.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(page).status_code == 200
        numbers.append(len(asked))
        for number in range(MOST + 3):
            rule = routing(people, f"Ещё {number}", condition=VIP)
            RoutingRule.objects.filter(pk=rule.pk).update(position=0)
    assert numbers[0] == numbers[1]
    assert ru("and %(n)s more above them", n=1 + 2 * (MOST + 3) - MOST) in panel(people, last)


def test_a_rule_that_was_tried_with_its_changed_neighbour_is_tried(
    people: make.Cast, frozen_clock: FrozenClock
) -> None:
    """The trial of a rule is of the whole order: those beside it ask nothing more; changed without one, they
    say that it was the others."""
    first = routing(people, "Важные", condition={"all": [VIP]})
    last = routing(people, "Остальные")
    make.ticket(people.client)
    admin = visitor(people.admin)
    typed = {"team": people.it.pk, "enabled": "1", "trial_days": "7"}
    rest = typed | {"name_ru": "Остальные", "condition": '{"all": []}', "trial_rule": str(last.uid)}
    admin.post("/settings/rules/routing/trial", rest)
    run(Trial.objects.latest("pk"))
    assert ru("As it stands now.") in panel(people, last)
    frozen_clock.move(HOUR)
    change_set_up(people.admin, ROUTING_RULE, first, {"team": people.hr.pk})
    told = panel(people, last)
    assert ru("Before rules beside it were changed: try it again.") in told
    important = typed | {"name_ru": "Важные", "team": people.hr.pk, "trial_rule": str(first.uid)}
    admin.post("/settings/rules/routing/trial", important | {"condition": json.dumps({"all": [VIP]})})
    run(Trial.objects.latest("pk"))
    assert ru("As it stands now.") in panel(people, last)
    change_set_up(people.admin, ROUTING_RULE, last, {"enabled": False})
    assert ru("As it stands now.") not in panel(people, last)
