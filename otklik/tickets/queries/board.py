"""The board's numbers (REP-1): what is open, by who has it, and who has waited longest for an answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import Aggregate, Count, Min, Q

from otklik.core.prepared import Prepared, Rows
from otklik.core.small import version
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL
from otklik.tickets.board_scope import Scope, reading_of, tickets_in
from otklik.tickets.enums import Rank, State
from otklik.tickets.queries.counting import KEPT_SECONDS
from otklik.tickets.queries.views import PULSE, Today, today

LONGEST = 10
"""So many of those that wait for an answer are shown."""
FAR = timedelta(days=365)
"""What is due later has no deadline: those without sort ten years ahead."""
Kept = TypeVar("Kept")


class Held(NamedTuple):
    """Open tickets of a scope that one employee has, or nobody (`agent` None).

    `overdue` … `postponed` as the quick filters of the list say; `waits_since`: since when the longest waits
    for an answer; `worst_due`: the deadline that passed first; `nearest_due`: the first of today; `next_due`:
    the first deadline of all, passed or not; `back_today`: postponed ones that come back today.
    """

    agent: int | None
    open: int
    waiting: int
    overdue: int
    today: int
    postponed: int
    back_today: int
    waits_since: datetime | None
    worst_due: datetime | None
    nearest_due: datetime | None
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The six numbers of a board with what stands under them, and by employee what they are made of."""

    open: int
    waiting: int
    overdue: int
    today: int
    unassigned: int
    postponed: int
    back_today: int
    waits_since: datetime | None
    worst_due: datetime | None
    nearest_due: datetime | None
    free_due: datetime | None
    held: Sequence[Held]


class Waiter(NamedTuple):
    """A ticket whose client waits for an answer."""

    number: str
    subject: str
    company: str | None
    contact_name: str
    contact_email: str
    assignee_id: int | None
    since: datetime


_HELD: Prepared[Held] = Prepared(Held)
_WAITERS: Prepared[Waiter] = Prepared(Waiter)


def figures(actor: Actor, scope: Scope) -> Figures:
    """What is open in a scope, at most `KEPT_SECONDS` old: one query over its open tickets."""
    held = kept(actor, scope, "held", KEPT_SECONDS, lambda: _held(actor, scope))
    free = next((one for one in held if one.agent is None), None)
    return Figures(
        open=sum(one.open for one in held),
        waiting=sum(one.waiting for one in held),
        overdue=sum(one.overdue for one in held),
        today=sum(one.today for one in held),
        unassigned=free.open if free else 0,
        postponed=sum(one.postponed for one in held),
        back_today=sum(one.back_today for one in held),
        waits_since=_first(one.waits_since for one in held),
        worst_due=_first(one.worst_due for one in held),
        nearest_due=_first(one.nearest_due for one in held),
        free_due=free.next_due if free else None,
        held=held,
    )


def longest_waiting(actor: Actor, scope: Scope) -> Sequence[Waiter]:
    """Those that have waited longest for an answer, at most `LONGEST`: one query along an index of theirs."""

    def build(agent_id: int) -> Rows:
        tickets = tickets_in(replace(actor, agent_id=agent_id), scope)
        waiting = tickets.filter(is_open=True, rank=Rank.CLIENT_WAITS).order_by("turn_since", "id")
        return waiting.values_list(
            "number", "subject", "company__name", "contact_name", "contact_email", "assignee_id", "turn_since"
        )[:LONGEST]

    return _WAITERS.rows(build, actor.agent_id or 0, shape=reading_of(actor, scope))


def kept(actor: Actor, scope: Scope, what: Hashable, seconds: int, find: Callable[[], Kept]) -> Kept:
    """What was found for this scope, in this process's memory, for so long; of one version of the
    configuration. Who sees everything, or looks at a team, shares it with the others who do."""
    whose = "" if scope.teams is not None or actor.has(VIEW_ALL) else actor.key
    key = f"board:{version()}:{scope.teams}:{whose}:{what}".replace(" ", "")
    memory = caches["local"]
    found: Kept | None = memory.get(key)
    if found is None:
        found = find()
        memory.set(key, found, seconds)
    return found


def _held(actor: Actor, scope: Scope) -> list[Held]:
    """By employee; read by team and employee, in which order the index has them."""
    now = today()

    def build(agent_id: int, moment: datetime, end: datetime, far: datetime) -> Rows:
        tickets = tickets_in(replace(actor, agent_id=agent_id), scope).filter(is_open=True)
        figures = _figures(Today(moment, end), far)
        by_team = tickets.order_by("team_id", "assignee_id").values("team_id", "assignee_id")
        return by_team.annotate(**figures).values_list("assignee_id", *figures)

    values = (actor.agent_id or 0, now.now, now.end, now.now + FAR)
    found: dict[int | None, Held] = {}
    for one in _HELD.rows(build, *values, shape=reading_of(actor, scope)):
        other = found.get(one.agent)
        found[one.agent] = one if other is None else _together(one, other)
    return list(found.values())


def _figures(now: Today, far: datetime) -> dict[str, Aggregate]:
    """Of columns of the index `ticket_board` alone, so that no row is read: not even ids."""
    late, soon, held = PULSE["overdue"](now), PULSE["today"](now), Q(state=State.POSTPONED)
    waiting = PULSE["waiting"](now)
    return {
        "n_open": Count("rank"),
        "n_waiting": Count("rank", filter=waiting),
        "n_overdue": Count("rank", filter=late),
        "n_today": Count("rank", filter=soon),
        "n_postponed": Count("rank", filter=held),
        "n_back": Count("rank", filter=held & Q(postponed_until__lt=now.end)),
        "since": Min("turn_since", filter=waiting),
        "worst": Min("due_sort", filter=late),
        "nearest": Min("due_sort", filter=soon),
        "next": Min("due_sort", filter=Q(due_sort__lt=far)),
    }


def _together(one: Held, other: Held) -> Held:
    """What one employee has in two teams."""
    return Held(
        one.agent,
        one.open + other.open,
        one.waiting + other.waiting,
        one.overdue + other.overdue,
        one.today + other.today,
        one.postponed + other.postponed,
        one.back_today + other.back_today,
        _first((one.waits_since, other.waits_since)),
        _first((one.worst_due, other.worst_due)),
        _first((one.nearest_due, other.nearest_due)),
        _first((one.next_due, other.next_due)),
    )


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
