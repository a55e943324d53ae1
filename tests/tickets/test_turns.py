"""Whose turn it is: shares, caps, who comes back, and a reason for everybody."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from otklik.people.enums import TurnMode
from otklik.tickets.turns import Candidate, Choice, Outcome, Why, choose

START = datetime(2026, 11, 17, tzinfo=UTC)
ROUND, LEAST = TurnMode.ROUND_ROBIN, TurnMode.LEAST_LOADED


class _Team:
    """Members who are given tickets and keep them."""

    def __init__(self, mode: TurnMode, members: list[Candidate]) -> None:
        self.mode, self.now, self.given = mode, 0, 0
        self.members = {one.agent_id: one for one in members}

    def give(self) -> Choice:
        choice = choose(self.mode, list(self.members.values()), self.now)
        self.given += 1
        if choice.agent_id is not None:
            one = self.members[choice.agent_id]
            at = START + timedelta(minutes=self.given)
            self.now = choice.now
            self.members[one.agent_id] = replace(one, load=one.load + 1, turn=choice.turn, given_at=at)
        return choice

    def order(self, number: int) -> list[int | None]:
        return [self.give().agent_id for _one in range(number)]


@pytest.mark.parametrize("seed", range(8))
def test_everybody_gets_their_share(seed: int) -> None:
    """By turn nobody is ever more than a few tickets from their share, however the shares are; by load, too,
    when nobody finishes anything. Who is out of the question is given nothing."""
    dice = random.Random(seed)
    for mode in (ROUND, LEAST):
        able = [
            Candidate(n, weight=dice.choice([10, 50, 100, 100, 200])) for n in range(1, dice.randrange(2, 7))
        ]
        out = [Candidate(90, out=Why.ABSENT), Candidate(91, weight=0), Candidate(92, load=3, limit=3)]
        members = [*able, *out]
        dice.shuffle(members)
        team, whole = _Team(mode, members), sum(one.weight for one in able)
        given: Counter[int | None] = Counter()
        for number in range(1, 300):
            given[team.give().agent_id] += 1
            for one in able:
                assert abs(given[one.agent_id] - number * one.weight / whole) <= len(able)
        assert set(given) == {one.agent_id for one in able}


def test_round_robin_with_equal_shares_is_in_order() -> None:
    assert _Team(ROUND, [Candidate(1), Candidate(2), Candidate(3)]).order(7) == [1, 2, 3, 1, 2, 3, 1]


def test_who_comes_back_is_not_given_what_they_missed() -> None:
    """They are next once, then in turn as everybody."""
    team = _Team(ROUND, [Candidate(1), Candidate(2), Candidate(3, out=Why.ABSENT)])
    team.order(20)
    team.members[3] = replace(team.members[3], out=None)
    assert team.order(6).count(3) == 2


def test_least_loaded() -> None:
    """Least to do for their share; of equals the one who has waited longest; never given one: longest."""
    long_ago, lately = START, START + timedelta(hours=1)
    members = [
        Candidate(1, load=4, given_at=long_ago),
        Candidate(2, load=3, given_at=lately),
        Candidate(3, load=3, given_at=long_ago),
        Candidate(4, load=2, weight=50, given_at=None),
    ]
    choice = choose(LEAST, members, 0)
    assert choice.agent_id == 3
    assert [one.why for one in choice.told] == [Why.BUSIER, Why.JUST_GIVEN, Why.CHOSEN, Why.BUSIER]
    assert choose(LEAST, [*members, Candidate(5, load=3)], 0).agent_id == 5


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ([], Outcome.NOBODY),
        ([Candidate(1, weight=0), Candidate(2, out=Why.HAD_IT)], Outcome.NOBODY),
        ([Candidate(1, out=Why.OFF_SHIFT), Candidate(2, out=Why.HAD_IT)], Outcome.NOBODY_HERE),
        ([Candidate(1, out=Why.ABSENT), Candidate(2, load=5, limit=5)], Outcome.ALL_FULL),
    ],
)
def test_nobody_can_be_given_it(members: list[Candidate], outcome: Outcome) -> None:
    choice = choose(ROUND, members, 0)
    assert (choice.outcome, choice.agent_id) == (outcome, None)
    assert len(choice.told) == len(members)
