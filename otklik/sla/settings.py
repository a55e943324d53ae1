"""Settings of deadlines."""

from otklik.organisation import settings
from otklik.sla.clocks import PERCENT

THRESHOLDS = settings.declare(
    "sla.thresholds",
    ["75"],
    "Shares of its time, in per cent, at which a deadline is told of; besides, when it passes.",
)


def shares() -> list[int]:
    """The shares, the smallest first."""
    return sorted({int(one) for one in THRESHOLDS.get() if one.isdecimal() and 0 < int(one) < PERCENT})
