"""The queue's proof: a thousand kills on each engine, the two known mistakes noticed, and its speed."""

from __future__ import annotations

import json
import platform
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypedDict

from otklik.core import clock
from prove.databases import ENGINES, installation

RESULT = Path(__file__).parent / "results" / "kill-queue.json"
MISTAKES = ("effect apart", "acknowledged first")


class Report(TypedDict):
    """One line of `prove.kill_queue` (see `killing.Report`)."""

    engine: str
    variant: str
    seed: int
    kills: dict[str, int]
    frozen: int
    seconds: float
    peer_calls: int
    peer_repeats: int
    count: dict[str, int]
    exact: bool


class Speed(TypedDict):
    """One line of `prove.queue_speed`."""

    engine: str
    jobs: int
    workers: int
    concurrency: int
    per_second: int
    worker_cpu_ms_per_job: float


@dataclass
class Result:
    """What is written to the file."""

    at: str
    machine: str
    kills: list[Report] = field(default_factory=list)
    mistakes: list[Report] = field(default_factory=list)
    speed: list[Speed] = field(default_factory=list)


def run(kills: int) -> bool:
    """Prove, print, write; whether every effect was there once and every mistake was noticed."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    result = Result(clock.now().isoformat(timespec="seconds"), machine)
    for engine in ENGINES:
        with installation(engine) as environment:
            _prove(environment, kills, result)
    RESULT.write_text(json.dumps(asdict(result), indent=1) + "\n")
    _print(result)
    return all(report["exact"] for report in result.kills) and not any(r["exact"] for r in result.mistakes)


def _prove(environment: Mapping[str, str], kills: int, result: Result) -> None:
    speed: Speed = json.loads(_output(environment, "prove.queue_speed", "--concurrency", "4"))
    result.speed.append(speed)
    seed = str(random.SystemRandom().randrange(10**6))
    many = ("--kills", str(kills), "--events", "2000", "--seed", seed)
    result.kills.append(json.loads(_output(environment, "prove.kill_queue", *many)))
    for variant in MISTAKES:
        one = ("--kills", "1", "--workers", "1", "--events", "40", "--point", "prove.between")
        report: Report = json.loads(_output(environment, "prove.kill_queue", *one, "--variant", variant))
        result.mistakes.append(report)


def _output(environment: Mapping[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        raise RuntimeError(f"{module} ended with {done.returncode} and said nothing")
    return done.stdout


def _print(result: Result) -> None:
    for report in result.kills:
        count, killed = report["count"], sum(report["kills"].values())
        print(f"\n{report['engine']}: {killed} kills, {report['frozen']} freezes in {report['seconds']} s")
        for where, times in sorted(report["kills"].items(), key=lambda item: -item[1]):
            print(f"  {times:5}  {where}")
        print(f"  {count['events']} events, {count['effects']} effects; the peer heard", end=" ")
        print(f"{report['peer_calls']} calls, {report['peer_repeats']} of them repeats")
        print(_faults(count))
    print()
    for report in result.mistakes:
        verdict = "NOT NOTICED" if report["exact"] else "noticed"
        print(f"{report['engine']}, mistake “{report['variant']}”: {verdict};{_faults(report['count'])}")
    for speed in result.speed:
        cpu, rate = speed["worker_cpu_ms_per_job"], speed["per_second"]
        print(f"{speed['engine']}: {rate} reactions/s, {cpu} ms of the worker's CPU each")


def _faults(count: Mapping[str, int]) -> str:
    names: Sequence[str] = ("doubled", "lost", "left", "dead", "broken_files", "wrong_receipts")
    return "  " + ", ".join(f"{name.replace('_', ' ')} {count[name]}" for name in names)
