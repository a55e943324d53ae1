"""The clock of a running worker jumps by two hours, forward and back; deadlines are told once, when due.

    python -m prove.clock_jumps --rounds 3

works on the database of OTKLIK_DATABASE_URL, which must be migrated, and prints one line of JSON
(`clock_rounds.Report`). Exit code 1 when something was told twice, too early, too late or not at all.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from otklik.cli.django_start import start_django
from prove.shifted_worker import ShiftedWorker, library


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(argv)
    faketime = library()
    if faketime is None:
        print("libfaketime is missing: install the package faketime", file=sys.stderr)
        return 1
    start_django()
    # Needs the loaded apps.
    from prove import clock_rounds

    worker = ShiftedWorker(faketime, Path(os.environ["OTKLIK_HOME"]) / "offset")
    report = clock_rounds.jump(worker, options.rounds)
    print(json.dumps(asdict(report) | {"exact": report.exact}))
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
