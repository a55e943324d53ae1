"""How a clock of a ticket runs: by working time, standing while it waits, carried over when its rule changes.

Pure arithmetic on plain values. A clock is a chain of segments: each ran or stood, by one calendar, for one
cause. What a closed segment counted is kept with it and never counted again, so that no later change of a
calendar moves the past; only the open segment is counted by the calendar of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.organisation.worktime import NoWorkingTime, Timetable

NOTHING = timedelta(0)
PERCENT = 100


class Kind(StrEnum):
    """What is promised."""

    REACTION = "reaction"  # a person has taken it up (SLA-4)
    RESOLUTION = "resolution"  # the work is done (SLA-5)
    ANSWER = "answer"  # the client's last message is answered; runs again with each


class Mode(StrEnum):
    """What a clock does now."""

    RUNS = "runs"
    STANDS = "stands"
    STOPPED = "stopped"


class Cause(StrEnum):
    """Why a segment began."""

    REGISTERED = "registered"
    ASKED = "asked"  # the client wrote
    PAUSED = "paused"  # a status that pauses
    RESUMED = "resumed"
    MET = "met"  # reacted, answered or resolved
    CLOSED = "closed"  # nothing is wanted any more
    REOPENED = "reopened"
    RULE = "rule"  # another rule, or the same at another version
    LOADED = "loaded"  # the ticket came with its past


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clock counts by: `allowance` is working time; `zone` empty: the calendar's own."""

    allowance: timedelta
    calendar_id: int
    zone: str = ""
    rule_version: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a clock. `ended` None: it lasts, and `worked` is still to be counted."""

    began: datetime
    ended: datetime | None
    runs: bool
    cause: Cause
    terms: Terms
    worked: timedelta = NOTHING
    status_id: int | None = None
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A clock at a moment: what closed segments have used, and the open one. `breached_at`: when the
    allowance was used up; it stays, whatever comes later in this run, until the terms change."""

    terms: Terms
    mode: Mode
    since: datetime
    used: timedelta = NOTHING
    cause: Cause = Cause.REGISTERED
    status_id: int | None = None
    event_id: int | None = None
    breached_at: datetime | None = None

    @property
    def left_before(self) -> timedelta:
        """What closed segments leave of the allowance; never negative."""
        return max(self.terms.allowance - self.used, NOTHING)


@dataclass(frozen=True, slots=True)
class Turn:
    """Why a clock changes: the moment, the cause, the status the ticket then has, the event that tells it."""

    at: datetime
    cause: Cause
    status_id: int | None = None
    event_id: int | None = None


def used_by(clock: Running, timetable: Timetable, at: datetime) -> timedelta:
    """Working time this run has used up to a moment not before the open segment."""
    if clock.mode is not Mode.RUNS or at <= clock.since:
        return clock.used
    return clock.used + timetable.between(clock.since, at)


def deadline(clock: Running, timetable: Timetable) -> datetime | None:
    """When the allowance is used up if the clock runs on: the moment it was, once it is breached; None while
    it stands or has stopped in time, and where the calendar holds no more working time."""
    if clock.breached_at is not None:
        return clock.breached_at
    return moment_of(clock, timetable, PERCENT)


def moment_of(clock: Running, timetable: Timetable, percent: int) -> datetime | None:
    """When this share of the allowance is used; None as for `deadline`, and for a share used before the open
    segment began."""
    share = clock.terms.allowance * percent / PERCENT
    if clock.mode is not Mode.RUNS or share < clock.used:
        return None
    try:
        return timetable.add(clock.since, share - clock.used)
    except NoWorkingTime:
        return None


def turned(clock: Running, to: Mode, turn: Turn, timetable: Timetable) -> tuple[Running, Segment]:
    """The clock after a turn, and the segment that is closed by it.

    A turn before the open segment began (the clock of a machine was set back) closes it with nothing worked.
    """
    at = max(turn.at, clock.since)
    used = used_by(clock, timetable, at)
    closed = Segment(
        began=clock.since,
        ended=at,
        runs=clock.mode is Mode.RUNS,
        cause=clock.cause,
        terms=clock.terms,
        worked=used - clock.used,
        status_id=clock.status_id,
        event_id=clock.event_id,
    )
    breached_at = clock.breached_at
    if breached_at is None and used >= clock.terms.allowance:
        # Used up to the last second is kept, not broken: the work ended with the allowance.
        reached = moment_of(clock, timetable, PERCENT)
        breached_at = reached if reached is not None and reached < at else None
    after = replace(
        clock,
        mode=to,
        since=at,
        used=used,
        cause=turn.cause,
        status_id=turn.status_id,
        event_id=turn.event_id,
        breached_at=breached_at,
    )
    return after, closed


def retermed(
    clock: Running,
    terms: Terms,
    turn: Turn,
    timetable: Timetable,
    closed_before: Sequence[Segment],
    timetables: Sequence[Timetable],
) -> tuple[Running, Segment]:
    """The clock by other terms: what it has used is carried over, nothing starts again.

    Whether and when the new allowance was used up is read from the segments: `closed_before` in their order
    with the `timetables` they were counted by.
    """
    after, closed = turned(clock, clock.mode, turn, timetable)
    after = replace(after, terms=terms)
    passed = passed_at((*closed_before, closed), (*timetables, timetable), terms.allowance)
    return replace(after, breached_at=passed), closed


def passed_at(
    segments: Sequence[Segment], timetables: Sequence[Timetable], allowance: timedelta
) -> datetime | None:
    """The moment after which closed segments ran on though the allowance was used up; None: they did not."""
    used = NOTHING
    for segment, timetable in zip(segments, timetables, strict=True):
        if segment.runs and segment.ended is not None and used + segment.worked >= allowance:
            reached = timetable.add(segment.began, max(allowance - used, NOTHING))
            if reached < segment.ended:
                return reached
        used += segment.worked
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """What decides about the clocks of a ticket. `client_waits`: their last message has no answer yet."""

    is_open: bool
    pauses: bool
    reacted: bool
    client_waits: bool


def mode_of(kind: Kind, look: Look) -> Mode:
    """What a clock of this kind is to do."""
    met = {
        Kind.REACTION: look.reacted,
        Kind.RESOLUTION: False,
        Kind.ANSWER: not look.client_waits,
    }[kind]
    if met or not look.is_open:
        return Mode.STOPPED
    return Mode.STANDS if look.pauses else Mode.RUNS
