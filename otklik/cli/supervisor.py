"""Keeps a few child processes running as one program.

A child that ends by itself is started again, after a pause that doubles while it keeps failing. When we are
told to stop, every child is told, waited for, and killed if it does not listen. If we are killed, the
children notice by their lifeline.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType

from otklik.cli import lifeline

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SECONDS_TO_STOP = 15.0
# A child that lived this long was healthy: its next failure is a new story.
HEALTHY_AFTER = 60.0
STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class Child:
    """One process and the story of its failures."""

    def __init__(self, name: str, command: Sequence[str], line: lifeline.Lifeline) -> None:
        self.name = name
        self._command = list(command)
        self._line = line
        self._pause = FIRST_PAUSE
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self.start_at = 0.0

    @property
    def is_running(self) -> bool:
        """Whether its process exists and has not ended."""
        return self._process is not None and self._process.poll() is None

    def look_after(self, moment: float) -> None:
        """Start it when due; when it has ended, say so and plan the next start."""
        if self._process is not None and self._process.poll() is not None:
            self._plan_restart(moment, self._process.returncode)
        if self._process is None and moment >= self.start_at:
            self._started = moment
            environment = {**os.environ, **self._line.environment}
            self._process = subprocess.Popen(self._command, env=environment, pass_fds=[self._line.fd])

    def tell(self, number: int) -> None:
        """Signal it, if it runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    def _plan_restart(self, moment: float, code: int) -> None:
        if moment - self._started > HEALTHY_AFTER:
            self._pause = FIRST_PAUSE
        print(
            f"otklik {self.name} ended with {code}; again in {self._pause:g} s", file=sys.stderr, flush=True
        )
        self.start_at = moment + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._process = None


def supervise(commands: Mapping[str, Sequence[str]], tick: Callable[[], float | None]) -> None:
    """Run the commands until a signal says stop; `tick`, called on waking, says how soon to wake again."""
    line = lifeline.create()
    children = [Child(name, command, line) for name, command in commands.items()]
    with _Alarm() as alarm:
        while not alarm.is_stopping:
            moment = time.monotonic()
            for child in children:
                child.look_after(moment)
            alarm.wait(_sooner(tick(), _next_start(children, moment)))
        _stop(children, alarm)


def _next_start(children: Sequence[Child], moment: float) -> float | None:
    due = [child.start_at - moment for child in children if not child.is_running]
    return max(min(due), 0.01) if due else None


def _sooner(first: float | None, second: float | None) -> float | None:
    known = [seconds for seconds in (first, second) if seconds is not None]
    return min(known) if known else None


def _stop(children: Sequence[Child], alarm: _Alarm) -> None:
    for child in children:
        child.tell(signal.SIGTERM)
    limit = time.monotonic() + SECONDS_TO_STOP
    while any(child.is_running for child in children) and time.monotonic() < limit:
        alarm.wait(limit - time.monotonic())
    for child in children:
        child.tell(signal.SIGKILL)


class _Alarm:
    """Sleeps until a signal or a time, whichever is first (signal.set_wakeup_fd; no polling)."""

    def __init__(self) -> None:
        self.is_stopping = False
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._reading, selectors.EVENT_READ)

    def __enter__(self) -> _Alarm:
        signal.set_wakeup_fd(self._writing.fileno())
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, _note)
        return self

    def __exit__(self, *_exception: object) -> None:
        signal.set_wakeup_fd(-1)
        self._selector.close()
        self._reading.close()
        self._writing.close()

    def wait(self, seconds: float | None) -> None:
        """Sleep; note whether one of the signals that came means stop."""
        if self._selector.select(seconds):
            self.is_stopping |= bool(STOPPING.intersection(self._reading.recv(4096)))


def _note(_number: int, _frame: FrameType | None) -> None:
    """Python writes the number to the wake-up descriptor by itself, but only when a handler is installed."""
