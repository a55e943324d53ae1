"""`otklik import csv`: clients or canned replies from a table (CSV or Excel), with a report.

The same reading, rules and bookkeeping as in Settings → Import from files, where the run then stands in the
list. Killed and started again with the same file, nothing doubles.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from otklik.cli.django_start import start_django_for_a_person


def main(argv: Sequence[str]) -> int:
    """Bring a file in, or try it; exit code 0 when every row was taken, else 1."""
    options = _arguments(argv)
    start_django_for_a_person()
    # Needs the loaded apps.
    from otklik.cli.import_run import Asked, run

    return run(
        Asked(
            options.file,
            options.kind,
            options.map,
            options.sheet,
            is_trial=options.dry_run,
            clears=options.clear,
            makes=not options.no_new_directories,
            bad_rows=options.bad_rows,
        )
    )


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="otklik import csv", description=__doc__)
    parser.add_argument("file", type=Path, help=".csv, .tsv or .xlsx with headings in the first row")
    parser.add_argument("--kind", required=True, help="what is in it: companies, contacts, sites, assets …")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column means; without a field it is left out; repeatable",
    )
    parser.add_argument("--sheet", default="", help="which sheet of a workbook, the first by default")
    parser.add_argument("--dry-run", action="store_true", help="try every row, write nothing")
    parser.add_argument("--clear", action="store_true", help="empty cells clear what stands")
    parser.add_argument(
        "--no-new-directories", action="store_true", help="refuse types, makers and models that are not known"
    )
    parser.add_argument("--bad-rows", type=Path, help="where to put the rows that could not be taken")
    return parser.parse_args(argv)
