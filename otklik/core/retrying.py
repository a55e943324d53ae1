"""When a failed job is tried again, and when it is given up. Arithmetic only."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(hours=1)
SPREAD = 0.2
DATABASE_ATTEMPTS = 10  # about 17 minutes: what fails that long in our own database is a fault of ours
NETWORK_ATTEMPTS = 25  # about 14 hours: a peer's bad night


def pause(attempts: int, chance: float) -> timedelta:
    """How long to wait after the failure number `attempts` (from 1): doubling from 2 s up to an hour.

    `chance` between 0 and 1 spreads it by ±20 %, so that what failed together does not return together.
    """
    doubled = FIRST * 2.0 ** min(attempts - 1, 20)
    return min(doubled, LONGEST) * (1 - SPREAD + 2 * SPREAD * chance)


def limit(*, network: bool) -> int:
    """After how many failures a job is dead."""
    return NETWORK_ATTEMPTS if network else DATABASE_ATTEMPTS
