"""Three hundred plans at any hour of the week."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from otklik.cli.demo.companies import COMPANIES, people_of
from otklik.cli.demo.schedule import QUOTAS, Plan, Stands, plan
from otklik.cli.demo.script import conversations
from otklik.cli.demo.timeline import Do, told

MOMENTS = [
    datetime(2026, 11, 17, 7, 0, tzinfo=UTC),  # Tuesday morning
    datetime(2026, 11, 17, 14, 59, tzinfo=UTC),  # just before closing
    datetime(2026, 11, 22, 1, 0, tzinfo=UTC),  # the night to Sunday
    datetime(2027, 1, 4, 5, 55, tzinfo=UTC),  # Monday, before opening
]


def plans(now: datetime, seed: int) -> Sequence[Plan]:
    rng = random.Random(seed)
    clients = [(company, people_of(company, n, rng)) for n, company in enumerate(COMPANIES)]
    return plan(conversations(), clients, now, rng)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_group_is_as_large_as_wanted_and_nothing_lies_ahead(now: datetime, seed: int) -> None:
    made = plans(now, seed)
    assert Counter(one.stands for one in made) == Counter(QUOTAS)
    assert sum(QUOTAS.values()) == 300
    for one in made:
        moments = [timed.at for timed in one.steps]
        assert moments == sorted(moments)
        assert moments[-1] < now
        assert one.due_at > moments[0]
        assert one.closes_at is None or moments[-1] < one.closes_at < now


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_some_are_minutes_old_and_some_are_late(now: datetime) -> None:
    made = plans(now, 1)
    ages = [now - one.steps[-1].at for one in made]
    assert sum(age < timedelta(minutes=15) for age in ages) >= 3
    working = [one for one in made if one.stands in (Stands.CLIENT_WAITS, Stands.WORKING)]
    assert 4 <= sum(one.due_at < now for one in working) <= 10
    assert sum(now < one.due_at < now + timedelta(hours=8) for one in working) >= 6


def test_open_tickets_are_all_of_different_conversations() -> None:
    alive = [one.conversation.key for one in plans(MOMENTS[0], 1) if one.stands is not Stands.CLOSED]
    assert len(set(alive)) == len(alive)


def test_staff_matters_are_those_of_the_holding() -> None:
    for one in plans(MOMENTS[0], 1):
        if one.conversation.service.startswith(("254", "310")):
            assert "holding" in one.company.kinds


def test_the_story_is_told_in_the_order_of_time_and_alike_for_a_seed() -> None:
    stories = [told(plans(MOMENTS[0], 5), random.Random(5), MOMENTS[0]) for _again in range(2)]
    assert stories[0] == stories[1]
    assert [action.at for action in stories[0]] == sorted(action.at for action in stories[0])
    assert Counter(action.do for action in stories[0])[Do.REGISTER] == 300
    assert told(plans(MOMENTS[0], 6), random.Random(6), MOMENTS[0]) != stories[0]
