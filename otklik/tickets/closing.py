"""When a done ticket closes by itself, and when a client who was asked is reminded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.organisation.worktime import NoWorkingTime, Timetable


class Unit(StrEnum):
    """What a term counts: working days of a calendar, each to its end; or hours of the clock."""

    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a done ticket waits for the client; 0: for ever (FLOW-4)."""

    number: int
    unit: Unit = Unit.DAYS


def closing_moment(term: Term, timetable: Timetable, resolved_at: datetime) -> datetime | None:
    """When the Nth working day after that of `resolved_at` ends, or N hours after it; None: never.

    A calendar without working time lets nothing close.
    """
    if term.number < 1:
        return None
    if term.unit is Unit.HOURS:
        return resolved_at + timedelta(hours=term.number)
    try:
        return timetable.end_of_working_day(resolved_at, term.number)
    except NoWorkingTime:
        return None


def reminding_moment(days: int, timetable: Timetable, asked_at: datetime) -> datetime | None:
    """When work begins after `days` full working days without an answer; None: never."""
    if days < 1:
        return None
    try:
        return timetable.next_opening(timetable.end_of_working_day(asked_at, days))
    except NoWorkingTime:
        return None
