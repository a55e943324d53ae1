"""Clocks as rows and as the pure arithmetic sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from otklik.sla import clocks
from otklik.sla.clocks import Cause, Kind, Mode, Running, Terms, Turn
from otklik.sla.models import Clock, Segment
from otklik.sla.models.clock import Counted
from otklik.sla.table import timetable_of

WRITTEN = (
    "rule_version", "calendar", "zone", "allowance", "cause", "status", "event_id",
    "mode", "since", "used", "due_at", "breached_at", "warned", "by_hand",
)  # fmt: skip


def running(row: Clock) -> Running:
    """The row as arithmetic takes it."""
    return Running(
        terms=terms(row),
        mode=Mode(row.mode),
        since=row.since,
        used=row.used,
        cause=Cause(row.cause),
        status_id=row.status_id,
        event_id=row.event_id,
        breached_at=row.breached_at,
    )


def terms(row: Counted) -> Terms:
    """By what a row was counted."""
    return Terms(row.allowance, row.calendar_id, row.zone, row.rule_version_id)


def begun(ticket_id: int, kind: Kind, run: int, clock: Running) -> Clock:
    """A new row, not yet written."""
    row = Clock(ticket_id=ticket_id, kind=kind, run=run, started_at=clock.since)
    return put(row, clock)


def put(row: Clock, clock: Running) -> Clock:
    """What arithmetic found, in the row; not yet written."""
    _count(row, clock.terms, clock.cause, clock.status_id, clock.event_id)
    row.mode, row.since, row.used = clock.mode, clock.since, clock.used
    row.breached_at = clock.breached_at
    if clock.mode is not Mode.STOPPED or clock.breached_at is not None:
        row.due_at = clocks.deadline(clock, timetable_of(clock.terms))
    return row


def closed(row: Clock, segment: clocks.Segment) -> Segment:
    """A row for a segment that has ended; not yet written."""
    found = Segment(
        clock=row,
        began=segment.began,
        ended=segment.ended or segment.began,
        runs=segment.runs,
        worked=segment.worked,
    )
    _count(found, segment.terms, segment.cause, segment.status_id, segment.event_id)
    return found


def past(row: Clock) -> Sequence[clocks.Segment]:
    """The closed segments of a clock, in their order; one question, none where they were read with it."""
    return [
        clocks.Segment(
            began=one.began,
            ended=one.ended,
            runs=one.runs,
            cause=Cause(one.cause),
            terms=terms(one),
            worked=one.worked,
            status_id=one.status_id,
            event_id=one.event_id,
        )
        for one in sorted(row.segments.all(), key=lambda one: one.pk)
    ]


def turn(row: Clock, to: Mode, at: Turn) -> Segment | None:
    """Have the clock run, stand or stop from now on; the segment that ends, nothing where it does so already.
    Neither is written yet."""
    clock = running(row)
    if clock.mode is to:
        return None
    after, segment = clocks.turned(clock, to, at, timetable_of(clock.terms))
    put(row, after)
    return closed(row, segment)


def reterm(row: Clock, new: Terms, at: Turn) -> Segment | None:
    """Count by other terms from now on, what is used carried over; nothing where they are the same."""
    clock = running(row)
    if clock.terms == new:
        return None
    before = past(row)
    tables = [timetable_of(segment.terms) for segment in before]
    after, segment = clocks.retermed(clock, new, at, timetable_of(clock.terms), before, tables)
    put(row, after)
    row.warned = min(row.warned, share_used(row, at.at))
    return closed(row, segment)


def recount(row: Clock, at: datetime) -> bool:
    """Read the deadline of a clock that runs anew, as after a change of its calendar; whether it moved.

    One that is broken, or has passed by `at`, stays where it was.
    """
    if row.mode != Mode.RUNS or row.breached_at is not None:
        return False
    before = row.due_at
    if before is not None and before <= at:
        return False
    put(row, running(row))
    return row.due_at != before


def share_used(row: Clock, at: datetime) -> int:
    """Per cent of the allowance that is used at a moment; all of it, however long ago that was."""
    clock = running(row)
    if not row.allowance:
        return clocks.PERCENT
    used = clocks.used_by(clock, timetable_of(clock.terms), at)
    return min(int(used * clocks.PERCENT / row.allowance), clocks.PERCENT)


def _count(row: Counted, by: Terms, cause: Cause, status_id: int | None, event_id: int | None) -> None:
    row.allowance, row.calendar_id, row.zone = by.allowance, by.calendar_id, by.zone
    row.rule_version_id = by.rule_version
    row.cause, row.status_id, row.event_id = cause, status_id, event_id
