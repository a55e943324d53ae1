"""Reading a file at arm's length: a child process for each, with little time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from otklik.search.papers.kinds import CPU_SECONDS, WALL_SECONDS, Unread

_MODULE = "otklik.search.papers.reader"
_ROOT = Path(__file__).resolve().parents[3]
_TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)


def read_bounded(kind: str, file: BinaryIO, *, cpu_seconds: int = CPU_SECONDS) -> str:
    """The text of a file of this kind. `Unread` for one without, also one that takes too much time or memory;
    `OSError` when no process could be started: the file is not to blame."""
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-P", "-s", "-m", _MODULE, kind, str(cpu_seconds)],
            stdin=file,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=os.sep,
        )
        try:
            code = process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unread("timeout") from None
        finally:
            process.kill()
            process.wait()
        if code in _TOO_LONG:
            raise Unread("timeout")
        out.seek(0)
        return _told(code, out.read())


def _told(code: int, answer: bytes) -> str:
    if code != 0:
        raise Unread("died")
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise Unread("died") from error
    if "unread" in told:
        raise Unread(str(told["unread"]))
    return str(told["text"])
