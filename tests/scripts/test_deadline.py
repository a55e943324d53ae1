"""A command that must end by itself, and everything it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.ports import wait_until

SCRIPT = str(Path(__file__).parents[2] / "scripts" / "deadline.py")
# Leaves a process behind that ignores being told to stop, and prints its id.
LEAVE_BEHIND = "(trap '' TERM; exec sleep 300) & echo $!"


def deadline(seconds: float, command: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, SCRIPT, str(seconds), "--", "bash", "-c", command]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("command", "code"), [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137)])
def test_the_exit_code_is_the_commands(command: str, code: int) -> None:
    process = deadline(30, command)
    process.communicate()
    assert process.returncode == code


def test_a_command_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()
    process = deadline(0.5, "sleep 300")
    _output, errors = process.communicate()
    assert process.returncode == 124
    assert errors == "Stopped after 0 seconds: bash -c sleep 300\n"
    assert time.monotonic() - began < 10


def test_nothing_is_left_behind() -> None:
    process = deadline(30, LEAVE_BEHIND)
    assert process.stdout is not None
    left = int(process.stdout.readline())
    process.communicate()
    assert process.returncode == 0
    wait_until(lambda: not is_running(left), "the process left behind is gone")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_stop_is_passed_on(number: signal.Signals) -> None:
    process = deadline(30, "trap 'exit 5' TERM HUP; echo ready; while :; do sleep 0.05; done")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    process.communicate()
    assert process.returncode == 5


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
