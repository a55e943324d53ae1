"""Settings of deadlines."""

from otklik.organisation import settings

WARN_AT = settings.declare(
    "sla.warn_at",
    75,
    "A deadline is warned of when this share of its time is used, in per cent; 0: only when it passes.",
)
