"""Figures as a table for people and as JSON for comparing."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from bench import cpu
from bench.cases import CASES, Case
from bench.engines import ROOT
from bench.rounds import Result
from bench.stage import Queries

RESULTS = ROOT / "bench" / "results"
HEAD = "CPU ms: server  database   p50 ms   p95 ms      a second    bytes".rjust(88)
SLOWER = 1.10
"""`--compare` points out what costs more than a tenth more."""


@dataclass(frozen=True)
class Measured:
    """Everything about one engine at one size."""

    engine: str
    size: int
    results: Mapping[str, Result]
    queries: Sequence[Queries]


def table(measured: Measured) -> str:
    """One line a case, with its bars, then queries per page."""
    lines = [
        f"\n{measured.size} tickets, {measured.engine}",
        HEAD,
    ]
    for case in CASES:
        result = measured.results.get(case.name)
        if result is not None:
            lines.append(_line(case, result))
            lines += [f"{'':4}{verdict}" for verdict in _verdicts(case, result, measured)]
    for page in dict.fromkeys(one.page for one in measured.queries if one.page in measured.results):
        counts = [one for one in measured.queries if one.page == page]
        said = ", ".join(f"{one.number} for {one.content}" for one in counts)
        lines.append(
            f"queries of the {page}: {said}{'' if len({c.number for c in counts}) == 1 else '  MISSED'}"
        )
    return "\n".join(lines)


def write(day: str, size: int, measured: Sequence[Measured]) -> Path:
    """`bench/results/<date>-<size>.json`; engines and cases measured before on the same day are kept."""
    path = RESULTS / f"{day}-{size}.json"
    RESULTS.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text()) if path.exists() else {}
    engines = known.get("engines", {})
    for one in measured:
        held = engines.setdefault(one.engine, {"cases": {}, "queries": []})
        held["cases"] |= {name: _rounded(result) for name, result in one.results.items()}
        held["queries"] = [asdict(query) for query in one.queries]
    content = {"date": day, "size": size, **_machine(), "engines": engines}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return path


def compare(old: Path, measured: Sequence[Measured]) -> str:
    """CPU of every case now and then; what costs a tenth more is pointed out."""
    then = json.loads(old.read_text())["engines"]
    lines = [f"\ncompared with {old.name}, CPU ms"]
    for one in measured:
        cases = then.get(one.engine, {"cases": {}})["cases"]
        for name, result in one.results.items():
            if name in cases:
                before = cast(float, cases[name]["cpu_ms"])
                mark = "  SLOWER" if result.cpu_ms > before * SLOWER else ""
                change = (result.cpu_ms / before - 1) * 100
                lines.append(
                    f"{one.engine:12}{name:12}{before:8.1f} → {result.cpu_ms:.1f} ({change:+.0f} %){mark}"
                )
    return "\n".join(lines)


def _line(case: Case, result: Result) -> str:
    database = f"{result.database_ms:.1f}" if result.database_ms is not None else "inside"
    pace = f"{result.a_second:.0f} ({result.clients} cl.)"
    return (
        f"{case.what:22}{result.server_ms:15.1f}{database:>10}{result.p50_ms:9.1f}{result.p95_ms:9.1f}"
        f"{pace:>14}{result.bytes:9}"
    )


def _verdicts(case: Case, result: Result, measured: Measured) -> Iterator[str]:
    if case.most_cpu_ms is not None:
        kept = result.cpu_ms <= case.most_cpu_ms
        yield f"{'kept  ' if kept else 'MISSED'} CPU {result.cpu_ms:.1f} ms, at most {case.most_cpu_ms:g}"
    fewest = case.fewest_a_second
    if fewest is not None and case.fewest_on in ("", measured.engine):
        kept = result.a_second >= fewest
        yield f"{'kept  ' if kept else 'MISSED'} {result.a_second:.0f} a second, at least {fewest:g}"
    other = measured.results.get(case.beside)
    if case.most_times is not None and other is not None:
        times = result.cpu_ms / other.cpu_ms
        kept = times <= case.most_times
        yield f"{'kept  ' if kept else 'MISSED'} {times:.2f} times {case.beside}, at most {case.most_times:g}"


def _rounded(result: Result) -> dict[str, float | int | None]:
    facts = asdict(result) | {"cpu_ms": result.cpu_ms}
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in facts.items()}


def _machine() -> dict[str, object]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return {
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "processor": cpu.model(),
        "load_before": [round(figure, 2) for figure in os.getloadavg()],
    }
