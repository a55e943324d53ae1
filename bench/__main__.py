"""`python -m bench`: run the suite, print the table, write the results."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import fetching, parsing, report
from bench.cases import CASES, FETCH, FETCH_TWO, PARSE
from bench.engines import ENGINES, ROOT, run_inside, working_copy
from bench.report import Measured
from bench.rounds import measure
from bench.stage import running
from otklik.core import clock

SIZES = (10_000, 100_000)
ALONE = {
    FETCH.name: fetching.measure,
    FETCH_TWO.name: fetching.measure_two,
    PARSE.name: parsing.measure,
}
"""Measured without server and worker: the worker would look into the mailbox too."""


def main(argv: Sequence[str]) -> int:
    """Measure what was asked for; 0 whatever the figures are: a benchmark is no test."""
    options = _options(argv)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    today = f"{clock.now():%Y-%m-%d}"
    for size in options.size or SIZES:
        measured = []
        for engine in options.engine or ENGINES:
            measured.append(_measure(engine, size, options.only))
            print(report.table(measured[-1]), flush=True)
        path = report.write(today, size, measured)
        print(f"written: {path.relative_to(ROOT)}")
        if options.compare:
            print(report.compare(options.compare, measured))
    return 0


def _measure(engine: str, size: int, only: Sequence[str]) -> Measured:
    cases = [case for case in CASES if not only or case.name in only]
    with working_copy(engine, size) as copy:
        with running(copy) as stage:
            plain = [case for case in cases if case.name not in ALONE and not case.ruled]
            results = {case.name: measure(stage, case) for case in plain}
            ruled = [case for case in cases if case.ruled]
            if ruled:
                run_inside(copy, "bench.inside.rules")
            results |= {case.name: measure(stage, case) for case in ruled}
        for case in cases:
            if case.name in ALONE:
                results[case.name] = ALONE[case.name](copy)
        return Measured(engine, size, results, stage.queries)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [case.name for case in CASES]
    parser.add_argument("--only", nargs="+", choices=names, default=[], help="these cases")
    parser.add_argument("--size", nargs="+", type=int, help=f"numbers of tickets ({SIZES})")
    parser.add_argument("--engine", nargs="+", choices=ENGINES, help="both by default")
    parser.add_argument("--compare", type=Path, help="results of an earlier day")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
