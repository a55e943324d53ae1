"""A rule is switched off and on again: what was tried is not asked about anew."""

from __future__ import annotations

from django.urls import reverse

from otklik.automation.trials.reading import found_by, is_tried
from otklik.automation.trials.starting import try_draft
from otklik.people.commands import set_up
from otklik.rules.models import Trial
from otklik.sla.models import SlaRule
from otklik.sla.shapes import SLA_RULE
from tests import make
from tests.rulebook.test_trials import draft, registered, values
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.trials import run


def test_switching_a_tried_rule_asks_nothing(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Tried while it was switched off, it is asked as if in force; nor is one asked about that has decided
    like this for real. The switch in the list asks about the rest."""
    registered(people, frozen_clock)
    admin, page = visitor(people.admin), reverse("settings-sla-new")
    typed = {"name_ru": "Касса", "condition": '{"all": []}', "resolution": "4 ч"}
    admin.post(reverse("settings-trial", args=["sla"]), typed)
    trial = run(Trial.objects.get())
    assert (trial.changed, trial.taken, found_by(trial).held) == (4, 4, 4)
    assert admin.post(page, typed).status_code == 302
    rule = SlaRule.objects.get()
    own, switch = (reverse(f"settings-sla-{name}", args=[rule.uid]) for name in ("edit", "enabled"))
    assert admin.post(own, typed | {"enabled": "1", "resolution": "5 ч"}).status_code == 409
    assert admin.post(own, typed | {"enabled": "1"}).status_code == 302
    assert admin.post(switch, {"enabled": "0"}).status_code == 302
    assert admin.post(switch, {"enabled": "1"}).status_code == 302
    make.ticket(people.client, "Решает уже на деле")
    Trial.objects.all().delete()
    assert admin.post(own, typed).status_code == 302
    assert admin.post(own, typed | {"enabled": "1"}).status_code == 302
    assert admin.post(own, typed | {"resolution": "6 ч"}).status_code == 302
    asked = admin.post(switch, {"enabled": "1"})
    assert asked.status_code == 409
    assert ru("Save anyway") in words_of(asked)
    assert not SlaRule.objects.get().enabled


def test_switching_off_is_tried_as_that(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Of a rule in force the trial says what would go with it, which says nothing of what it does."""
    rule = set_up(people.admin, SLA_RULE, values("Касса", reaction=30))
    registered(people, frozen_clock)
    trial = run(try_draft(people.admin, draft(rule, values("Касса", reaction=20, enabled=False)), 7))
    assert (trial.changed, trial.taken) == (4, 0)
    assert not is_tried(draft(rule, values("Касса", reaction=20, enabled=True)))
