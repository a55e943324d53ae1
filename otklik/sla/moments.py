"""What of a clock is to be told, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from otklik.sla.clocks import PERCENT, Mode, moment_of
from otklik.sla.models import Clock
from otklik.sla.rows import running
from otklik.sla.settings import shares
from otklik.sla.table import timetable_of


def to_tell(row: Clock, now: datetime) -> int:
    """The highest share in per cent that is reached and not told of in this run; 0: nothing is to be told."""
    reached = (percent for percent in _percents(row) if (m := _moment(row, percent)) and m <= now)
    return max(reached, default=0)


def is_told_before(row: Clock, percent: int, told: Iterable[Mapping[str, object]]) -> bool:
    """Whether as much was told in this run of a promise at least as long (`told`: the data of a ticket's
    events): a ticket that goes to another rule and back is no news. Only a promise that has become longer
    since is told of again."""
    return any(
        (data["kind"], data["run"]) == (row.kind, row.run)
        and cast("int", data["percent"]) >= percent
        and cast("int", data.get("allowance", 0)) >= row.allowance.total_seconds()
        for data in told
    )


def data_of(row: Clock, percent: int) -> dict[str, object]:
    """What the event of a warning or a breach holds."""
    due = row.due_at.isoformat() if row.due_at else None
    seconds = int(row.allowance.total_seconds())
    return {"kind": row.kind, "run": row.run, "percent": percent, "due": due, "allowance": seconds}


def next_moment(row: Clock) -> datetime | None:
    """When there is next something to tell."""
    moments = (_moment(row, percent) for percent in _percents(row))
    return min((moment for moment in moments if moment), default=None)


def _percents(row: Clock) -> list[int]:
    """What is still to be told of this run, in per cent of its time."""
    return [percent for percent in (*shares(), PERCENT) if row.warned < percent]


def _moment(row: Clock, percent: int) -> datetime | None:
    """When the share is used; for one that was used before the clock last began to run: that beginning."""
    if row.mode != Mode.RUNS:
        return None
    state = running(row)
    if percent >= PERCENT:
        return row.due_at
    if state.used * PERCENT > row.allowance * percent:
        return row.since
    return moment_of(state, timetable_of(state.terms), percent)
