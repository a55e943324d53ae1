"""Telling programs that fill in forms from people, without asking people anything. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST = timedelta(seconds=3)
"""Nobody reads and fills in a form faster."""
LONGEST = timedelta(days=1)


class Suspicion(StrEnum):
    """Why a form is not taken as it is."""

    TRAPPED = "trapped"  # a field no person sees was filled in
    HASTY = "hasty"
    STALE = "stale"  # opened too long ago, or no page of ours


def suspicion(*, trap: str, opened_at: datetime | None, now: datetime) -> Suspicion | None:
    """What speaks against a person; None for nothing. `opened_at`: when our page was made, as it proves."""
    if trap.strip():
        return Suspicion.TRAPPED
    if opened_at is None or now - opened_at > LONGEST:
        return Suspicion.STALE
    return Suspicion.HASTY if now - opened_at < SHORTEST else None
