"""Who could still keep the promises that would be broken: a plan of moves. Pure.

One ticket after the other, the nearest deadline first, goes to whoever can keep its promise with most time to
spare, if moving it breaks no promise of theirs that would be kept without it. Nobody is given anything who is
refused (absent, at their maximum, without a share or the right), nor more than they have room for.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from otklik.automation.radar.forecast import Forecast, Work, looked_at, queues_of
from otklik.people.presence import Presence

MOST = 100
"""Tickets of one plan: more nobody looks through."""


@dataclass(frozen=True, slots=True)
class Able:
    """Who may be given tickets. `load`: open tickets they have; `room`: how many more they may have
    (None: any number)."""

    agent: int
    load: int = 0
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket, who is to have it, when the promise will then be kept, with how much time to spare, and how
    many open tickets they have by then."""

    work: Work
    to: int
    ready: datetime | None
    spare: timedelta
    load: int


def moves(
    now: datetime,
    people: Mapping[int, Presence],
    works: Sequence[Work],
    late: Sequence[Forecast],
    able: Sequence[Able],
) -> list[Move]:
    """The plan. Every move is in time by the forecast, as are all that were in time before it."""
    queues, able_now = queues_of(works), {one.agent: one for one in able}
    found: list[Move] = []
    for one in sorted(late, key=lambda one: (one.work.due or now, one.work.ticket))[:MOST]:
        if not _is_still_late(now, people, queues, one):
            continue
        move = _best(now, people, queues, one.work, list(able_now.values()))
        if move is None:
            continue
        found.append(move)
        if one.work.agent is not None:
            queues[one.work.agent].remove(one.work)
        queues[move.to] = _with(queues.get(move.to, []), one.work, move.to)
        taker = able_now[move.to]
        room = None if taker.room is None else taker.room - 1
        able_now[move.to] = replace(taker, load=taker.load + 1, room=room)
    return found


def _is_still_late(
    now: datetime, people: Mapping[int, Presence], queues: Mapping[int, Sequence[Work]], one: Forecast
) -> bool:
    """After the moves so far; what nobody has stays late until it is given to somebody."""
    agent = one.work.agent
    if agent is None:
        return True
    return one.work.ticket in _late(looked_at(now, people[agent], agent, queues[agent]))


def _best(
    now: datetime,
    people: Mapping[int, Presence],
    queues: Mapping[int, Sequence[Work]],
    work: Work,
    able: Sequence[Able],
) -> Move | None:
    found: list[Move] = []
    for one in able:
        if one.agent == work.agent or (one.room is not None and one.room <= 0):
            continue
        presence, own = people[one.agent], queues.get(one.agent, [])
        before = _late(looked_at(now, presence, one.agent, own))
        after = looked_at(now, presence, one.agent, _with(own, work, one.agent))
        if not _late(after) <= before:
            continue
        mine = next(seen for seen in after if seen.work.ticket == work.ticket)
        spare = mine.left - mine.ahead_time - work.until_kept
        found.append(Move(work, one.agent, mine.ready, spare, one.load + 1))
    return min(found, key=lambda move: (-move.spare, move.load, move.to), default=None)


def _with(queue: Sequence[Work], work: Work, agent: int) -> list[Work]:
    longer = list(queue)
    insort(longer, replace(work, agent=agent), key=lambda one: one.order)
    return longer


def _late(seen: Sequence[Forecast]) -> set[int]:
    return {one.work.ticket for one in seen if one.is_late}
