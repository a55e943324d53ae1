"""What a ticket takes, from how long tickets of its team and type have taken. Pure.

The time of one finished ticket is the working time of who finished it since they finished the one before, or
since it came to them where that is later: what a queue with one server takes for each it serves. So work
that lay and waited does not count, and several at once share the time they took together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

ENOUGH = 10
"""With fewer cases a median says nothing: then the team's over all types holds, then `USUAL`."""
USUAL = timedelta(minutes=30)
"""What a ticket takes as long as nothing better is known."""
LEAST = timedelta(minutes=1)
"""What took less was not work: several closed in one go."""

Working = Callable[[int, datetime, datetime, int], timedelta]
"""Working time of an employee, in this team, from one moment to a later one."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A ticket somebody has done. `came`: when it came to them."""

    team_id: int
    type_id: int | None
    agent_id: int
    came: datetime
    done: datetime


@dataclass(frozen=True, slots=True)
class Typical:
    """What tickets take, and of how many cases that is the median; none: nothing is known. `of_type`: of
    tickets of the same type, else of all of the team."""

    time: timedelta = USUAL
    cases: int = 0
    of_type: bool = False


Known = Mapping[tuple[int, int | None], Typical]
"""By (team, type); type None: over all types of the team."""


def typical(known: Known, team_id: int | None, type_id: int | None) -> Typical:
    """What a ticket of this team and type takes."""
    if team_id is None:
        return Typical()
    of_type = known.get((team_id, type_id)) if type_id is not None else None
    return of_type or known.get((team_id, None)) or Typical()


def measured(finished: Iterable[Finished], working: Working) -> Known:
    """The medians of teams, and of their types, that have cases enough."""
    times: dict[tuple[int, int | None], list[timedelta]] = {}
    for one, took in _took(finished, working):
        times.setdefault((one.team_id, None), []).append(took)
        if one.type_id is not None:
            times.setdefault((one.team_id, one.type_id), []).append(took)
    return {
        key: Typical(_median(found), len(found), key[1] is not None)
        for key, found in times.items()
        if len(found) >= ENOUGH
    }


def _took(finished: Iterable[Finished], working: Working) -> Iterable[tuple[Finished, timedelta]]:
    before: dict[int, datetime] = {}
    for one in sorted(finished, key=lambda one: (one.done, one.came)):
        begun = max(one.came, before.get(one.agent_id, one.came))
        before[one.agent_id] = one.done
        took = working(one.agent_id, begun, one.done, one.team_id)
        if took >= LEAST:
            yield one, took


def _median(times: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=round(median(one.total_seconds() for one in times)))
