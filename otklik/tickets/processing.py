"""The pure rules of claiming by opening (ROUTE-8): how long a window is taken to be open.

Plain values in, plain values out; nothing here knows of a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

LOST_AFTER = timedelta(seconds=60)
"""Without a sign of life for so long a window is taken to be gone: the machine slept, the network broke."""
GRACE = timedelta(seconds=5)
"""A closed window may be one that is loaded again, or goes on to a form of the same ticket."""
MOST_WINDOWS = 20
LONGEST_KEY = 64

Windows = Mapping[str, str]
"""By the key a page made for itself: its last sign of life (ISO)."""


def seen(windows: Windows, key: str, now: datetime) -> dict[str, str]:
    """The windows after a sign of life of one of them; those long silent are forgotten."""
    living = alive(windows, now)
    living.pop(key, None)
    newest = dict(list(living.items())[-(MOST_WINDOWS - 1) :])
    return {**newest, key[:LONGEST_KEY]: now.isoformat()}


def closed(windows: Windows, key: str, now: datetime) -> dict[str, str]:
    """The windows after one of them was closed."""
    living = alive(windows, now)
    living.pop(key[:LONGEST_KEY], None)
    return living


def alive(windows: Windows, now: datetime) -> dict[str, str]:
    """Those that gave a sign of life not long ago."""
    return {key: at for key, at in windows.items() if now - datetime.fromisoformat(at) < LOST_AFTER}


def ends_at(seen_at: datetime, left_at: datetime | None) -> datetime:
    """When a processing of which nothing more is heard ends."""
    return seen_at + LOST_AFTER if left_at is None else left_at + GRACE
