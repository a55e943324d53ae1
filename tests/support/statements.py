"""Statements that reach the database: what `core.holding` keeps to itself is not among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.backends.utils import CursorWrapper

_SENDING = "_execute"
"""Behind the wrappers of `connection.execute_wrapper`, before the driver."""


@contextmanager
def sent() -> Iterator[list[str]]:
    """The words of every statement sent in the block."""
    statements: list[str] = []
    execute: Callable[..., object] = getattr(CursorWrapper, _SENDING)

    def noted(self: CursorWrapper, sql: str, params: object, *ignored: object) -> object:
        statements.append(sql)
        return execute(self, sql, params, *ignored)

    with patch.object(CursorWrapper, _SENDING, noted):
        yield statements
