"""A worker process whose wall clock is set from outside while it runs, by libfaketime.

Waiting goes by the monotonic clock, which nothing sets on a real machine either; it is left alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

_PLACES = ("/usr/lib", "/usr/lib64", "/usr/local/lib")
_LIBRARY = "libfaketimeMT.so.1"


def library() -> Path | None:
    """Where libfaketime for programs with threads lies; None where it is not installed."""
    found = (path for place in _PLACES for path in Path(place).glob(f"**/faketime/{_LIBRARY}"))
    return next(found, None)


class ShiftedWorker:
    """A worker at an offset from the real time, which `shift` changes under its feet."""

    def __init__(self, faketime: Path, offset: Path) -> None:
        self._offset = offset
        self._environment = os.environ | {
            "LD_PRELOAD": str(faketime),
            "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.shift(timedelta(0))

    def start(self) -> None:
        """Begin to work, with the clock wherever it was set."""
        command = [sys.executable, "-m", "otklik.cli.main", "worker"]
        self._process = subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL)

    def shift(self, by: timedelta) -> None:
        """Set the clock to the real time and so much, at once."""
        fresh = self._offset.with_suffix(".new")
        fresh.write_text(f"{by.total_seconds():+.0f}")
        fresh.replace(self._offset)

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send it a signal (SIGKILL: it dies in whatever it does) and wait."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        """Its process id; 0 while there is none."""
        return self._process.pid if self._process is not None else 0

    @property
    def has_ended(self) -> bool:
        """Whether it has given up by itself, which no worker may."""
        return self._process is not None and self._process.poll() is not None
