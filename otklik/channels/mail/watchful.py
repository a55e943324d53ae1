"""When something about mail deserves an alarm. Pure arithmetic over what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

STEPS = (14, 3, 0)
"""Days before its end at which an ending token or secret is told of."""
LEAST_MAILS = 20
LEAST_SILENCE = timedelta(hours=24)
USUAL = 0.95
FAILURES, FAILING_FOR = 3, timedelta(minutes=10)
REFUSALS = 2
"""Letters in a row that a way out did not believe: one may be a token that has just ended."""


def step_before(ends: datetime, now: datetime) -> int | None:
    """The step an end has come to: 14, 3 or 0 days; None while it is further away."""
    left = ends - now
    reached = [days for days in STEPS if left <= timedelta(days=days)]
    return min(reached) if reached else None


def longest_usual_silence(arrivals: Sequence[datetime], times: int) -> timedelta | None:
    """How long a mailbox may be silent: so many times the gap that 95 of 100 gaps stay under.

    So nights and weekends of a mailbox that works by day are usual. `arrivals` in any order; None for a
    mailbox that is too young to know. At least a day.
    """
    if len(arrivals) < LEAST_MAILS:
        return None
    moments = sorted(arrivals)
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    return max(gaps[int((len(gaps) - 1) * USUAL)] * times, LEAST_SILENCE)


def is_failing(failures: int, succeeded: datetime | None, now: datetime) -> bool:
    """Whether looks into a mailbox fail for good: several in a row, and none went well for ten minutes."""
    lately = succeeded is not None and succeeded > now - FAILING_FOR
    return failures >= FAILURES and not lately


def grown(number: int) -> str:
    """A number that is said anew when it has doubled."""
    return str(number.bit_length())
