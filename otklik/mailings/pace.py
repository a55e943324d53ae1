"""How fast letters of mass messages leave. Arithmetic only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

SHORTEST = timedelta(seconds=2)
"""More often than this nobody looks whether the next letter may go."""


@dataclass(frozen=True)
class Pace:
    """So many letters at once, then a pause."""

    letters: int
    pause: timedelta


def pace(per_minute: int) -> Pace:
    """At most `per_minute` letters within any minute: one after the other as long as there is time between
    them, else some at once. Less than one is one."""
    wanted = max(1, per_minute)
    letters = max(1, int(wanted * SHORTEST.total_seconds() / 60))
    return Pace(letters, timedelta(seconds=60 * letters / wanted))
