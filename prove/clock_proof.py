"""Deadlines under a clock that jumps: each warning and breach once, at its moment, on both engines."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypedDict

from otklik.core import clock
from prove.databases import ENGINES, installation

RESULT = Path(__file__).parent / "results" / "clock.json"
ROUNDS = 4
"""Every second one kills the worker at both jumps."""


class Report(TypedDict):
    """One line of `prove.clock_jumps`."""

    engine: str
    rounds: int
    jumps: int
    killed: int
    started: int
    told: dict[str, int]
    latest: dict[str, float]
    faults: list[str]
    seconds: float
    exact: bool


@dataclass
class Result:
    """What is written to the file."""

    at: str
    machine: str
    runs: list[Report] = field(default_factory=list)


def run(_kills: int = 0) -> bool:
    """Prove, print, write; whether everything was told once and when it was due."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    result = Result(clock.now().isoformat(timespec="seconds"), machine)
    for engine in ENGINES:
        with installation(engine) as environment:
            result.runs.append(_jump(environment))
    RESULT.write_text(json.dumps(asdict(result), indent=1) + "\n")
    for one in result.runs:
        latest = max(one["latest"].values(), default=0.0)
        print(
            f"{one['engine']:11} {one['jumps']} jumps, {one['killed']} workers killed, "
            f"{sum(one['told'].values())} told, at most {latest:.1f} s late, {len(one['faults'])} faults"
        )
    return all(one["exact"] for one in result.runs)


def _jump(environment: Mapping[str, str]) -> Report:
    command = [sys.executable, "-m", "prove.clock_jumps", "--rounds", str(ROUNDS)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        raise RuntimeError(f"prove.clock_jumps ended with {done.returncode}")
    report: Report = json.loads(done.stdout)
    return report
