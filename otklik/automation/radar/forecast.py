"""When tickets will be done, by who has them and what they have before them. Pure.

Everybody works at their tickets one after the other in the order of their list, in their own working time.
What nobody has is begun, in that order too, by whoever of the team is through with their own first. A promise
to be done by a moment is kept when the ticket is done by then; a promise to answer, when it is begun by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.organisation.worktime import NoWorkingTime
from otklik.people.presence import Missing, Presence

NOTHING = timedelta(0)
Order = tuple[int, int, datetime, int]
"""How lists are sorted: group, priority (higher ones negative), deadline, id."""


@dataclass(frozen=True, slots=True)
class Work:
    """An open ticket somebody is to work at. `due`: a promise of the hours looked at, if any; `answer`: to
    answer, not to be done. `needs`: working time it takes."""

    ticket: int
    agent: int | None
    needs: timedelta
    order: Order
    due: datetime | None = None
    answer: bool = False

    @property
    def until_kept(self) -> timedelta:
        """How long it is worked at until the promise is kept."""
        return NOTHING if self.answer else self.needs


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a promise will be kept. `by`: who has the ticket, or would come to it first; None: nobody of the
    team works in time.

    `ahead`, `ahead_time`: how many tickets they have before it, and what those take; `left`: their working
    time until it is due; `ready`: when it is kept (None: not in sight); `stops`: when their working day ends
    before the deadline; `away`: why they are not at work now.
    """

    work: Work
    by: int | None
    ahead: int = 0
    ahead_time: timedelta = NOTHING
    left: timedelta = NOTHING
    ready: datetime | None = None
    stops: datetime | None = None
    away: Missing | None = None

    @property
    def is_late(self) -> bool:
        """Whether the promise will be broken."""
        return self.ahead_time + self.work.until_kept > self.left


def queues_of(works: Sequence[Work]) -> dict[int, list[Work]]:
    """By employee: what they have, in the order they come to it."""
    queues: dict[int, list[Work]] = {}
    for work in sorted(works, key=lambda work: work.order):
        if work.agent is not None:
            queues.setdefault(work.agent, []).append(work)
    return queues


def forecast(
    now: datetime, people: Mapping[int, Presence], works: Sequence[Work], members: Sequence[int]
) -> list[Forecast]:
    """Every ticket with a promise in these hours, by its deadline. `members`: who takes what nobody has."""
    queues, found = queues_of(works), []
    for agent, queue in queues.items():
        found += looked_at(now, people[agent], agent, queue)
    loads = {agent: [work.needs for work in queues.get(agent, [])] for agent in members}
    for work in sorted((one for one in works if one.agent is None), key=lambda work: work.order):
        found += _pooled(now, people, work, loads)
    return sorted(found, key=lambda one: (one.work.due or now, one.work.ticket))


def looked_at(now: datetime, presence: Presence, agent: int, queue: Sequence[Work]) -> list[Forecast]:
    """What one employee will make of their tickets that have a promise."""
    found, ahead_time = [], NOTHING
    for ahead, work in enumerate(queue):
        if work.due is not None:
            found.append(seen(now, presence, agent, work, ahead, ahead_time))
        ahead_time += work.needs
    return found


def seen(
    now: datetime, presence: Presence, agent: int, work: Work, ahead: int, ahead_time: timedelta
) -> Forecast:
    """One promise, by an employee who has so much before it."""
    due = work.due or now
    left = presence.between(now, due)
    stops = moment(presence, now, left) if left > NOTHING else None
    return Forecast(
        work,
        agent,
        ahead,
        ahead_time,
        left,
        moment(presence, now, ahead_time + work.until_kept),
        stops if stops is not None and stops < due else None,
        presence.missing(now),
    )


def moment(presence: Presence, now: datetime, amount: timedelta) -> datetime | None:
    """When somebody has worked so long; None: that is not in sight."""
    try:
        return presence.add(now, amount) if amount > NOTHING else presence.next_at_work(now)
    except NoWorkingTime:
        return None


def _pooled(
    now: datetime, people: Mapping[int, Presence], work: Work, loads: dict[int, list[timedelta]]
) -> list[Forecast]:
    """A ticket nobody has: by who is through first, whose queue grows by it."""
    free = {
        agent: at for agent, own in loads.items() if (at := moment(people[agent], now, sum(own, NOTHING)))
    }
    by = min(free, key=lambda agent: (free[agent], agent), default=None)
    if by is None:
        return [] if work.due is None else [Forecast(work, None)]
    ahead, ahead_time = len(loads[by]), sum(loads[by], NOTHING)
    loads[by].append(work.needs)
    return [] if work.due is None else [seen(now, people[by], by, work, ahead, ahead_time)]
