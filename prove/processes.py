"""Children by fork: a worker with everything loaded starts in milliseconds, so a thousand may be killed.

Fork only without open database connections and without threads.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from django.db import connections


class Child:
    """A process running `body`; it ends with its parent."""

    def __init__(self, body: Callable[[], None]) -> None:
        connections.close_all()
        parent = os.getpid()
        self.pid = os.fork()
        self.status: int | None = None
        if self.pid == 0:
            _live(body, parent)

    def has_ended(self) -> bool:
        """Whether it is gone, by itself or killed."""
        if self.status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.status = status
        return self.status is not None

    def was_killed(self) -> bool:
        """Whether it is gone by SIGKILL."""
        return self.has_ended() and self.status is not None and os.WTERMSIG(self.status) == signal.SIGKILL

    def signal(self, number: int) -> None:
        """Send it a signal, if it still is."""
        if not self.has_ended():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL, and wait."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self) -> None:
        """SIGTERM, and wait for the orderly end."""
        self.signal(signal.SIGTERM)
        self.wait()

    def wait(self) -> None:
        """Until it is gone."""
        while not self.has_ended():
            time.sleep(0.005)


def _live(body: Callable[[], None], parent: int) -> None:
    code = 1
    random.seed()  # chance is inherited too
    try:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        body()
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        # Not sys.exit: what the parent had planned for its own end is not the child's to do.
        os._exit(code)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
