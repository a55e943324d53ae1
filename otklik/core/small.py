"""Small tables in process memory, valid as long as the configuration's version token stands.

Statuses, priorities, services, teams and agents change a few times a day and are read by every page.
One read of the token per request or job decides whether the copy in memory still holds; lists then
need no join for them. The copy is never authoritative: a stale token reloads it from the database.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import connection

from otklik.core.models.keys import ConfigVersion

T = TypeVar("T")
_seen: ContextVar[uuid.UUID | None] = ContextVar("otklik_config_version", default=None)


class SmallTable(Generic[T]):
    """`TABLE = SmallTable(load)`; `TABLE.get()` loads at most once per configuration version."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._held: tuple[uuid.UUID, T] | None = None

    def get(self) -> T:
        """The table as of the version this request or job has seen (one query when not in either)."""
        token = version()
        held = self._held
        if held is None or held[0] != token:
            held = (token, self._load())
            self._held = held
        return held[1]


def version() -> uuid.UUID:
    """The configuration's version for this request or job (one query when not in either)."""
    return _seen.get() or current_token()


@contextmanager
def one_version() -> Iterator[None]:
    """Read the token once and use it for the whole block: a request, a job, a batch."""
    mark = _seen.set(current_token())
    try:
        yield
    finally:
        _seen.reset(mark)


@contextmanager
def apart() -> Iterator[None]:
    """A version of this block's own: whatever is kept for a version is worked out anew inside, and what is
    worked out inside is kept for nobody else. For tables that say something that is only being tried."""
    mark = _seen.set(uuid.uuid4())
    try:
        yield
    finally:
        _seen.reset(mark)


def bump() -> None:
    """Say that configuration changed. Called by every command that writes a small table."""
    token = uuid.uuid4()
    ConfigVersion.objects.update_or_create(pk=1, defaults={"token": token})
    if _seen.get() is not None:
        _seen.set(token)


def current_token() -> uuid.UUID:
    """The token in the database; a nil one before the first change of configuration.

    Bare SQL: every request asks, and building a query by the ORM costs several times the query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM core_configversion WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        return uuid.UUID(int=0)
    token = row[0]
    return token if isinstance(token, uuid.UUID) else uuid.UUID(token)
