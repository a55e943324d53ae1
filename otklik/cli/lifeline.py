"""A child process that ends with its parent, even when the parent is killed and can tell nobody.

The parent keeps the writing end of a pipe and never writes; the child waits on the reading end. However the
parent dies, the kernel closes its end, and the child tells itself to stop in the ordinary way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

VARIABLE = "OTKLIK_LIFELINE"


@dataclass(frozen=True)
class Lifeline:
    """The parent's side: give `fd` and `environment` to a child (`pass_fds`, `env`)."""

    fd: int
    _held: int

    @property
    def environment(self) -> dict[str, str]:
        """What tells the child which descriptor to wait on."""
        return {VARIABLE: str(self.fd)}


def create() -> Lifeline:
    """Make the pipe; it lives as long as this process."""
    reading, writing = os.pipe()
    return Lifeline(reading, writing)


def hold() -> None:
    """In a child: from now on, end when the parent is gone. Without a parent that asks for it, do nothing."""
    number = os.environ.pop(VARIABLE, None)
    if number is not None:
        threading.Thread(target=_wait, args=(int(number),), name="lifeline", daemon=True).start()


def hold_to_parent(seconds_to_finish: float) -> None:
    """In a process of `multiprocessing`: end when the parent is gone, at the latest after so many seconds."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        arguments = (parent, seconds_to_finish)
        threading.Thread(target=_join, args=arguments, name="lifeline", daemon=True).start()


def _wait(fd: int) -> None:
    os.read(fd, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _join(parent: BaseProcess, seconds_to_finish: float) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    # Whoever would make us end is gone, so nobody else notices that we do not.
    time.sleep(seconds_to_finish)
    os._exit(1)
