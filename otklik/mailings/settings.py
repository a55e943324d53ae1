"""Settings of mass messages."""

from __future__ import annotations

from otklik.organisation.settings import declare

PER_MINUTE = declare(
    "mailings.per_minute",
    30,
    "So many letters of mass messages leave within a minute at most, all messages together.",
)
AT_MOST = declare(
    "mailings.at_most",
    20_000,
    "So many recipients one mass message may have at most.",
)
