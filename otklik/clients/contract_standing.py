"""How a contract stands on a day: arithmetic on its dates and its service periods, no database.

Days are whole, both ends belong to a period; "today" is the caller's, in the time zone of the paying company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is to be said of a contract at a glance."""

    NONE = "none"  # it has no service period
    PAID = "paid"  # the current period is paid
    UNPAID = "unpaid"  # the current period is not
    ENDING = "ending"  # paid, about to end, and nothing follows
    ENDED = "ended"  # it is over, or its last period is
    NOT_BEGUN = "not_begun"  # it, or its next period, begins later


WARNED = frozenset({Kind.NONE, Kind.UNPAID, Kind.ENDED, Kind.NOT_BEGUN})
"""Work done now is not paid by the contract (REG-12)."""
CURRENT = frozenset({Kind.PAID, Kind.UNPAID, Kind.ENDING})
"""A service period is running."""


@dataclass(frozen=True, slots=True)
class Span:
    """A service period: first and last day, paid or not."""

    starts_on: date
    ends_on: date
    paid: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`until`: the last day of what runs or ran; `since`: the first day of what is to come."""

    kind: Kind
    until: date | None = None
    since: date | None = None


def standing_on(
    today: date, soon: int, starts_on: date | None, ends_on: date | None, spans: Sequence[Span]
) -> Standing:
    """How a contract with these dates (None: open) and periods stands; `soon` in days is when the end is
    told ahead."""
    if ends_on is not None and ends_on < today:
        return Standing(Kind.ENDED, until=ends_on)
    if starts_on is not None and starts_on > today:
        return Standing(Kind.NOT_BEGUN, since=starts_on)
    current = next((span for span in spans if span.starts_on <= today <= span.ends_on), None)
    later = [span.starts_on for span in spans if span.starts_on > today]
    if current is None:
        return _between(spans, later)
    if not current.paid:
        return Standing(Kind.UNPAID, until=current.ends_on)
    ends = [end for end in (ends_on, None if later else current.ends_on) if end is not None]
    near = [end for end in ends if end <= today + timedelta(days=soon)]
    if near:
        return Standing(Kind.ENDING, until=min(near))
    return Standing(Kind.PAID, until=min(current.ends_on, ends_on or current.ends_on))


def overlapping(starts_on: date, ends_on: date, others: Sequence[Span]) -> Span | None:
    """One of the other periods that has a day in common with these days."""
    return next((one for one in others if one.starts_on <= ends_on and starts_on <= one.ends_on), None)


def following(spans: Sequence[Span], today: date) -> tuple[date, date]:
    """The days a new period is proposed for: a year, or as long as the last one, right after the last."""
    last = max(spans, key=lambda span: span.ends_on, default=None)
    if last is None:
        return today, _year_after(today)
    begins = last.ends_on + timedelta(days=1)
    if _year_after(last.starts_on) == last.ends_on:
        return begins, _year_after(begins)
    return begins, begins + (last.ends_on - last.starts_on)


def remind_day(starts_on: date, ends_on: date, days: int, today: date) -> date | None:
    """When the end of a period is told of by default: so many days ahead, not before it begins; None when
    that day is over already."""
    day = max(ends_on - timedelta(days=days), starts_on)
    return day if day >= today else None


def _between(spans: Sequence[Span], later: Sequence[date]) -> Standing:
    if later:
        return Standing(Kind.NOT_BEGUN, since=min(later))
    if spans:
        return Standing(Kind.ENDED, until=max(span.ends_on for span in spans))
    return Standing(Kind.NONE)


def _year_after(day: date) -> date:
    """The last day of the year that begins with this one."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)
