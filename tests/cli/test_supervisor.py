"""Children of `otklik all`: restarted when they crash, gone when it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.ports import wait_until

# A supervisor of one child that writes its process id to the file `pid` and waits to be told to stop.
CHILD = """
import os, pathlib, signal, sys
from otklik.cli import lifeline
lifeline.hold()
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
pathlib.Path("pid").write_text(str(os.getpid()))
while True:
    signal.pause()
"""
STUBBORN_CHILD = """
import os, pathlib, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("pid").write_text(str(os.getpid()))
while True:
    signal.pause()
"""
SUPERVISOR = """
import sys
from otklik.cli import supervisor
supervisor.SECONDS_TO_STOP = 1
supervisor.supervise({"child": [sys.executable, "-c", sys.argv[1]]}, lambda: None)
"""


def test_a_crashed_child_is_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, CHILD) as (supervisor, child):
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: child_of(tmp_path) != child, "another child has started")
        assert supervisor.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_child_ends_before_its_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    with supervised(tmp_path, CHILD) as (supervisor, child):
        supervisor.send_signal(number)
        assert supervisor.wait(timeout=10) == 0
        assert not is_alive(child)


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    with supervised(tmp_path, STUBBORN_CHILD) as (supervisor, child):
        supervisor.terminate()
        assert supervisor.wait(timeout=10) == 0
        wait_until(lambda: not is_alive(child), "the stubborn child is gone")


def test_the_child_of_a_killed_supervisor_ends_by_itself(tmp_path: Path) -> None:
    with supervised(tmp_path, CHILD) as (supervisor, child):
        supervisor.kill()
        wait_until(lambda: not is_alive(child), "the orphan is gone")


@contextmanager
def supervised(folder: Path, child: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A running supervisor and the process id of its first child."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, child], cwd=folder, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: child_of(folder) > 0, "the child has started")
        yield process, child_of(folder)
    finally:
        process.kill()
        process.wait()
        with suppress(ProcessLookupError):
            os.kill(child_of(folder), signal.SIGKILL)


def child_of(folder: Path) -> int:
    """The process id the youngest child has written; 0 before."""
    written = folder / "pid"
    return int(written.read_text() or 0) if written.exists() else 0


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
