"""CPU time of processes and of all they have started, from /proc (proc(5))."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN_USER, _LAST = 1, 11, 15  # places in stat behind the name: ppid; utime, stime, cutime, cstime


def spent(root: int) -> float:
    """Seconds spent by the process, its descendants that live and those it has buried."""
    table = dict(_processes())
    mine, found = {root}, True
    while found:
        found = False
        for pid, fields in table.items():
            if pid not in mine and int(fields[_PARENT]) in mine:
                mine.add(pid)
                found = True
    ticks = sum(int(tick) for pid in mine if pid in table for tick in table[pid][_OWN_USER:_LAST])
    return ticks / _TICKS


def buried() -> float:
    """Seconds spent by those of our own children, and theirs, that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def model() -> str:
    """What the processor calls itself."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown"


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
            yield int(folder.name), stat.rpartition(")")[2].split()
