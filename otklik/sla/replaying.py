"""A clock counted again from its first moment, by the working time of now or of a calendar that is tried.

What happened stays: when it ran and stood, and by which promise. How much of it was working time is counted
anew, by the same arithmetic that counted it then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from otklik.sla import clocks, rows
from otklik.sla.clocks import Cause, Kind, Mode, Running, Terms, Turn
from otklik.sla.models import Clock
from otklik.sla.table import timetable_of


def replayed(row: Clock, by: Callable[[Terms], Terms] = lambda terms: terms) -> Clock:
    """The clock as its own turns would have brought it; not to be written. `by` names the terms that would
    have been instead of those that were. Reads the closed segments (`rows.past`)."""
    stretches = _stretches(row, by)
    first = stretches[0]
    clock = Running(first.terms, _mode(first), first.began, cause=first.cause, status_id=first.status_id)
    again = rows.begun(row.ticket_id, Kind(row.kind), row.run, clock)
    closed: list[clocks.Segment] = []
    for before, after in pairwise(stretches):
        last = after is stretches[-1]
        clock, segment = _step(clock, before, after, Mode(row.mode) if last else _mode(after), closed)
        closed.append(segment)
        rows.put(again, clock)
    return again


def _step(
    clock: Running,
    before: clocks.Segment,
    after: clocks.Segment,
    to: Mode,
    closed: Sequence[clocks.Segment],
) -> tuple[Running, clocks.Segment]:
    turn = Turn(after.began, after.cause, after.status_id, after.event_id)
    timetable = timetable_of(before.terms)
    if before.terms == after.terms:
        return clocks.turned(clock, to, turn, timetable)
    tables = [timetable_of(one.terms) for one in closed]
    return clocks.retermed(clock, after.terms, turn, timetable, closed, tables)


def _stretches(row: Clock, by: Callable[[Terms], Terms]) -> Sequence[clocks.Segment]:
    """Closed ones and the one that lasts."""
    last = clocks.Segment(
        began=row.since,
        ended=None,
        runs=row.mode == Mode.RUNS,
        cause=Cause(row.cause),
        terms=rows.terms(row),
        status_id=row.status_id,
        event_id=row.event_id,
    )
    return [replace(one, terms=by(one.terms)) for one in (*rows.past(row), last)]


def _mode(stretch: clocks.Segment) -> Mode:
    if stretch.runs:
        return Mode.RUNS
    return Mode.STANDS if stretch.cause is Cause.PAUSED else Mode.STOPPED
