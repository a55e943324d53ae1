"""Reading mail: `otklik mail parse --batch` on one processor, the reading child included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import cpu
from bench.engines import ROOT, WorkingCopy
from bench.rounds import Result, WrongAnswer

MAILS = 2000
COMMON = ("gmail-", "outlook-", "apple-", "iphone-", "yandex-", "mailru-", "thunderbird-", "samsung-")
"""Mails of the programs most people write with, of those the tests read."""
_MS = 1000


def measure(_copy: WorkingCopy) -> Result:
    """Two thousand common mails in one batch: mails a second of wall clock, the program's start included."""
    mails = [path for path in sorted((ROOT / "tests" / "mail").glob("*.eml")) if path.name.startswith(COMMON)]
    names = [str(mails[place % len(mails)]) for place in range(MAILS)]
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        before, began = cpu.buried(), time.perf_counter()
        size = _read(names)
        took = time.perf_counter() - began
    finally:
        os.sched_setaffinity(0, allowed)
    each = took / MAILS * _MS
    return Result((cpu.buried() - before) / MAILS * _MS, None, each, each, MAILS / took, 1, size)


def _read(names: list[str]) -> int:
    """Run the program; bytes of the last mail's JSON."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        listed, read = Path(folder, "names"), Path(folder, "read")
        listed.write_text("\n".join(names) + "\n")
        with listed.open("rb") as source, read.open("wb") as target:
            subprocess.run(
                [sys.executable, "-m", "otklik.cli.main", "mail", "parse", "--json", "--full", "--batch"],
                cwd=ROOT,
                stdin=source,
                stdout=target,
                check=True,
            )
        lines = read.read_bytes().splitlines()
    if len(lines) != len(names) or any("error" in json.loads(line) for line in lines):
        raise WrongAnswer(f"mail parse read {len(lines)} of {len(names)} mails")
    return len(lines[-1])
