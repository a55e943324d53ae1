"""The one clock. Everything that asks for the time asks here, so tests can say what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_frozen: ContextVar[datetime | None] = ContextVar("otklik_frozen_clock", default=None)


def now() -> datetime:
    """The current moment as an aware UTC datetime, with microseconds."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def freeze(at: datetime) -> Iterator[None]:
    """Make `now()` answer `at` inside the block (this thread or task only)."""
    if at.tzinfo is None:
        raise ValueError("freeze() takes an aware datetime")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Freeze the clock `by` away from its present reading."""
    with freeze(now() + by):
        yield
