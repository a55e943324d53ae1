"""A second database session, held open between steps: what another process would be in the middle of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep
from typing import TypeVar

from django.db import connection, connections, transaction

T = TypeVar("T")


class Session:
    """Runs everything in one thread, and so on one connection of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)

    def do(self, what: Callable[[], T]) -> T:
        """Run it there and wait."""
        return self._thread.submit(what).result(timeout=30)

    def begin_to(self, what: Callable[[], T]) -> Callable[[], T]:
        """Run it there and go on; what is returned waits for it."""
        running = self._thread.submit(what)
        return lambda: running.result(timeout=30)

    def begin(self) -> None:
        """Open a transaction that stays open."""
        self.do(lambda: transaction.set_autocommit(False))

    def commit(self) -> None:
        """End it."""
        self.do(transaction.commit)
        self.do(lambda: transaction.set_autocommit(True))

    def rollback(self) -> None:
        """Give it up."""
        self.do(transaction.rollback)
        self.do(lambda: transaction.set_autocommit(True))

    def close(self) -> None:
        """End thread and connection."""
        self.do(connections.close_all)
        self._thread.shutdown()


@contextmanager
def session() -> Iterator[Session]:
    """A session inside the block."""
    opened = Session()
    try:
        yield opened
    finally:
        opened.close()


def waits_for_a_lock() -> bool:
    """Whether a session of this PostgreSQL comes to wait for another one, within five seconds."""
    for _try in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone():
                return True
        sleep(0.05)
    return False
