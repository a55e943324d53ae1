"""The rules of rating: from when, until when, what closes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

VALUES = (5, 4, 3, 2, 1)


class Refusal(StrEnum):
    """Why a ticket cannot be rated now."""

    OFF = "off"  # ratings are switched off
    NOT_DONE = "not_done"
    NOT_PROCESSED = "not_processed"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides: whether ratings are on, the ticket's end, and when it was rated first."""

    is_on: bool
    is_processed: bool
    done_at: datetime | None
    given_at: datetime | None


def refusal(standing: Standing, now: datetime, *, open_days: int, change_days: int) -> Refusal | None:
    """Why not, or None: it may be rated. Once rated it may be changed for `change_days`."""
    if not standing.is_on:
        return Refusal.OFF
    if not standing.is_processed:
        return Refusal.NOT_PROCESSED
    if standing.done_at is None:
        return Refusal.NOT_DONE
    until = rated_until(standing, open_days=open_days, change_days=change_days)
    return Refusal.TOO_LATE if until is not None and now >= until else None


def rated_until(standing: Standing, *, open_days: int, change_days: int) -> datetime | None:
    """The moment from which it can be rated, or its rating changed, no more; None while it is not done."""
    if standing.given_at is not None:
        return standing.given_at + timedelta(days=change_days)
    return standing.done_at + timedelta(days=open_days) if standing.done_at is not None else None


def may_write_over(by: int | None, given_by: int | None, is_for: int | None) -> bool:
    """Whether a contact may change a rating: whoever gave it, or whom the ticket is for. Others of the
    company, whoever ordered it too, read what was given. None: the outside address of the ticket.
    """
    return by in (given_by, is_for)
