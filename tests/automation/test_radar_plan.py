"""The radar's arithmetic: what tickets take, who is late with what, and plans that help and harm nobody."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from otklik.automation.radar.forecast import Forecast, Work, forecast
from otklik.automation.radar.handling import ENOUGH, USUAL, Finished, Typical, measured, typical
from otklik.automation.radar.moving import Able, moves
from otklik.organisation.worktime import Hours, Timetable, Version, Week
from otklik.people.enums import AbsenceKind
from otklik.people.presence import Away, Presence

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)  # Tuesday, 10:00 in Moscow


def _presence(until: int = 18, away: Away | None = None) -> Presence:
    week: Week = (((9 * 60, until * 60),),) * 5 + ((), ())
    return Presence(Timetable(Hours("Europe/Moscow", (Version(None, week),))), [away] if away else [])


def _work(
    pk: int, agent: int | None, minutes: int = 30, due: int | None = None, rank: int = 0, answer: bool = False
) -> Work:
    """`due`: minutes from now."""
    at = NOW + due * MINUTE if due is not None else None
    return Work(pk, agent, minutes * MINUTE, (rank, 0, at or NOW + 9999 * HOUR, pk), at, answer)


def _seen(works: list[Work], people: dict[int, Presence]) -> dict[int, Forecast]:
    return {one.work.ticket: one for one in forecast(NOW, people, works, list(people))}


def test_one_after_the_other() -> None:
    """Six before it: late by the time those take; an answer is in time when it is begun."""
    works = [_work(pk, 1, 30, rank=0) for pk in range(6)]
    works += [_work(6, 1, 25, due=180, rank=1), _work(7, 1, 25, due=205, rank=2, answer=True)]
    seen = _seen(works, {1: _presence()})
    assert (seen[6].ahead, seen[6].ahead_time, seen[6].left) == (6, 3 * HOUR, 3 * HOUR)
    assert (seen[6].is_late, seen[6].ready) == (True, NOW + 205 * MINUTE)
    assert (seen[7].is_late, seen[7].ready) == (False, NOW + 205 * MINUTE)


def test_the_end_of_the_shift_and_absence() -> None:
    """What is left is the holder's own working time; a vacation that begins takes it away."""
    work = _work(1, 1, 90, due=180)
    off = _seen([work], {1: _presence(until=11)})[1]
    assert (off.left, off.stops, off.is_late) == (HOUR, NOW + HOUR, True)
    assert off.ready == datetime(2026, 11, 18, 6, 30, tzinfo=UTC)  # the next morning at 9:30
    vacation = Away(NOW + 30 * MINUTE, None, AbsenceKind.VACATION)
    gone = _seen([work], {1: _presence(away=vacation)})[1]
    assert (gone.left, gone.ready, gone.is_late) == (30 * MINUTE, None, True)


def test_what_nobody_has() -> None:
    """By whoever is through first, in order; nobody in sight is late."""
    works = [_work(1, 1, 60), _work(2, 2, 30), _work(3, None, 30, due=60), _work(4, None, 30, due=61)]
    seen = _seen(works, {1: _presence(), 2: _presence()})
    assert [(seen[pk].by, seen[pk].ahead, seen[pk].is_late) for pk in (3, 4)] == [(2, 1, False), (1, 1, True)]
    away = Away(NOW, None, AbsenceKind.SICK)
    alone = _seen([works[2]], {1: _presence(away=away)})[3]
    assert (alone.by, alone.is_late) == (None, True)


def test_what_tickets_take() -> None:
    """Since the one before, or since it came; what lay is not counted, nor what was closed in one go; with
    fewer than ten the team's median, then the usual half hour."""

    def finished(start: datetime, kind: int | None, minutes: int, number: int) -> list[Finished]:
        came = start - 9 * HOUR
        return [Finished(1, kind, 1, came, start + n * minutes * MINUTE) for n in range(number + 1)]

    rows = finished(NOW, 5, 20, ENOUGH) + finished(NOW + 9 * HOUR, 6, 40, ENOUGH - 3)
    rows += [Finished(1, 5, 1, NOW, rows[3].done + timedelta(seconds=5))]
    known = measured(rows, lambda _agent, start, end, _team: min(end - start, HOUR))
    assert typical(known, 1, 5) == Typical(20 * MINUTE, ENOUGH + 1, of_type=True)
    assert typical(known, 1, 6) == typical(known, 1, None)
    assert typical(known, 1, 6).cases == ENOUGH + 1 + ENOUGH - 2
    assert typical(known, 2, 5) == typical(known, None, 5) == Typical(USUAL, 0)


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_helps_and_harms_nobody(seed: int) -> None:
    """Only to who may be given tickets and has room; each moved once and in time then; nothing that was in
    time is late after it; fewer are late than before."""
    dice = random.Random(seed)
    people = {
        pk: _presence(
            dice.choice([11, 13, 18]),
            Away(NOW + dice.randrange(0, 200) * MINUTE, None, AbsenceKind.OTHER)
            if dice.random() < 0.2
            else None,
        )
        for pk in range(1, dice.randrange(3, 8))
    }
    works = [
        _work(
            pk,
            dice.choice([*people]),
            dice.choice([5, 15, 30, 60]),
            due=dice.randrange(1, 240) if dice.random() < 0.5 else None,
            rank=dice.randrange(0, 2),
            answer=dice.random() < 0.3,
        )
        for pk in range(dice.randrange(5, 40))
    ]
    able = [Able(pk, 3, dice.choice([None, 0, 1, 4])) for pk in people if dice.random() < 0.7]
    before = _seen(works, people)
    late = [one for one in before.values() if one.is_late]
    plan = moves(NOW, people, works, late, able)
    taken = {move.work.ticket: move for move in plan}
    assert len(taken) == len(plan)
    assert set(taken) <= {one.work.ticket for one in late}
    rooms = {one.agent: one.room for one in able}
    for agent, number in Counter(move.to for move in plan).items():
        assert agent in rooms
        assert rooms[agent] is None or number <= (rooms[agent] or 0)
    moved = [replace(one, agent=taken[one.ticket].to) if one.ticket in taken else one for one in works]
    after = _seen(moved, people)
    assert not any(after[pk].is_late for pk in taken)
    assert [pk for pk, one in after.items() if one.is_late and not before[pk].is_late] == []
    assert sum(one.is_late for one in after.values()) <= len(late) - len(plan)
