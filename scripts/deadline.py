"""Run a command that must end by itself: after the given seconds it is told to stop, then made to.

    python scripts/deadline.py SECONDS -- COMMAND …

The command gets a process group of its own, so everything it started and left behind goes with it; being
told to stop ourselves (Ctrl-C, a CI runner's SIGTERM) is passed on. Exit code: the command's; 124 when time
ran out, as coreutils' `timeout` has it, which cannot be used here because it hides Ctrl-C from the group.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

GRACE_SECONDS = 30
TIMED_OUT = 124


def run(command: Sequence[str], seconds: float) -> int:
    """Run `command` for at most `seconds`; return its exit code or 124."""
    group: list[int] = []
    early: list[int] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        # make stops its children on SIGTERM but leaves Ctrl-C to the terminal, which cannot reach them
        passed_on = signal.SIGTERM if number == signal.SIGINT else number
        if group:
            _tell(group[0], passed_on)
        else:
            early.append(passed_on)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    child = subprocess.Popen(list(command), process_group=0)
    group.append(child.pid)
    for passed_on in early:
        _tell(child.pid, passed_on)
    try:
        return _exit_code(child.wait(timeout=seconds))
    except subprocess.TimeoutExpired:
        print(f"Stopped after {seconds:.0f} seconds: {' '.join(command)}", file=sys.stderr, flush=True)
        _tell(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=GRACE_SECONDS)
        return TIMED_OUT
    finally:
        _end_leftovers(child.pid)
        child.wait()


def _exit_code(returned: int) -> int:
    return returned if returned >= 0 else 128 - returned


def _end_leftovers(group: int) -> None:
    _tell(group, signal.SIGTERM)
    limit = time.monotonic() + 2
    while _tell(group, 0) and time.monotonic() < limit:
        time.sleep(0.05)
    _tell(group, signal.SIGKILL)


def _tell(group: int, number: int) -> bool:
    """Signal the group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def main(argv: Sequence[str]) -> int:
    """Read the command line and run."""
    if len(argv) < 3 or argv[1] != "--":
        print("usage: deadline.py SECONDS -- COMMAND …", file=sys.stderr)
        return 2
    return run(argv[2:], float(argv[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
