"""Whose turn it is to be given a team's ticket, and why not the others (ROUTE-5, NEW-13).

Pure. In turn: everybody has a point on one line, and who stands furthest back is next; being given a ticket
moves them on by a step that is the shorter the larger their share. `now` is where the last one chosen stood:
who comes back from a vacation stands there and not behind it, so they are not given all they missed.
By load: who has least to do for their share; of equals who has waited longest since they were last given one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import inf

from otklik.people.enums import TurnMode

STEP = 100_000_000
"""How far a turn moves a share of one per cent."""


class Why(StrEnum):
    """Why a member was chosen or was not."""

    CHOSEN = "chosen"
    LATER = "later"
    BUSIER = "busier"
    JUST_GIVEN = "just_given"
    ABSENT = "absent"
    OFF_SHIFT = "off_shift"
    FULL = "full"
    NO_SHARE = "no_share"
    HAD_IT = "had_it"


class Outcome(StrEnum):
    """How a choice ended."""

    GIVEN = "given"
    ALL_FULL = "all_full"
    NOBODY_HERE = "nobody_here"
    NOBODY = "nobody"


OUT = frozenset({Why.ABSENT, Why.OFF_SHIFT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the team: open tickets that count, the most they may have, their share in per cent, where
    they stand in turn, when they were last given one, and why they are out of the question."""

    agent_id: int
    load: int = 0
    limit: int | None = None
    weight: int = 100
    turn: int = 0
    given_at: datetime | None = None
    out: Why | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate as the reason of a choice keeps them."""

    agent_id: int
    load: int
    limit: int | None
    weight: int
    why: Why


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is given the ticket (None: nobody), what was weighed, and where the turn stands after it."""

    outcome: Outcome
    agent_id: int | None
    told: Sequence[Told]
    turn: int = 0
    now: int = 0


def choose(mode: TurnMode, candidates: Sequence[Candidate], now: int) -> Choice:
    """Choose among a team's members; with a reason for each of them, whoever is chosen."""
    reasons = {one.agent_id: refusal(one) for one in candidates}
    able = [one for one in candidates if reasons[one.agent_id] is None]
    if not able:
        return Choice(_failure(list(reasons.values())), None, [_told(one, reasons) for one in candidates])
    chosen = min(able, key=lambda one: _order(mode, one, now))
    for one in able:
        reasons[one.agent_id] = Why.CHOSEN if one is chosen else _behind(mode, one, chosen)
    stood = max(chosen.turn, now)
    return Choice(
        Outcome.GIVEN,
        chosen.agent_id,
        [_told(one, reasons) for one in candidates],
        turn=stood + STEP // chosen.weight,
        now=stood,
    )


def refusal(one: Candidate) -> Why | None:
    """Why a member may not be given anything; None: they may."""
    if one.out is not None:
        return one.out
    if one.weight <= 0:
        return Why.NO_SHARE
    return Why.FULL if one.limit is not None and one.load >= one.limit else None


def _failure(reasons: Sequence[Why | None]) -> Outcome:
    """At their maximum comes before away: who is at work is full, so no morning will change it."""
    if Why.FULL in reasons:
        return Outcome.ALL_FULL
    return Outcome.NOBODY_HERE if OUT & set(reasons) else Outcome.NOBODY


def _order(mode: TurnMode, one: Candidate, now: int) -> tuple[object, ...]:
    idle = (one.given_at.timestamp() if one.given_at else -inf, one.agent_id)
    if mode is TurnMode.LEAST_LOADED:
        return (Fraction(one.load, one.weight), *idle)
    return (max(one.turn, now), *idle)


def _behind(mode: TurnMode, one: Candidate, chosen: Candidate) -> Why:
    if mode is not TurnMode.LEAST_LOADED:
        return Why.LATER
    equal = Fraction(one.load, one.weight) == Fraction(chosen.load, chosen.weight)
    return Why.JUST_GIVEN if equal else Why.BUSIER


def _told(one: Candidate, reasons: dict[int, Why | None]) -> Told:
    return Told(one.agent_id, one.load, one.limit, one.weight, reasons[one.agent_id] or Why.LATER)
