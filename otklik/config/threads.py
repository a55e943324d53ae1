"""The threads in which pages are made: few, kept for ever, each with its own database connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """So many wait for a thread already that one more would only wait in vain."""


class Threads:
    """A bounded pool with a bounded queue. Used from one event loop."""

    def __init__(self, name: str, count: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._room = count + waiting

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result. `Busy` when the queue is full."""
        if self._room <= 0:
            raise Busy
        return await self.go_on(function, *args, **kwargs)

    async def go_on(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what has begun and must be brought to its end: it is never refused."""
        self._room -= 1
        try:
            return await asyncio.wrap_future(self._pool.submit(function, *args, **kwargs))
        finally:
            self._room += 1

    async def ask(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """For a function that asks the database outside a request; it is never refused."""
        return await self.go_on(_with_connection, function, *args, **kwargs)


def _with_connection(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return function(*args, **kwargs)
    finally:
        close_old_connections()
