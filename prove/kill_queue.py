"""SIGKILL at random moments and at named points, while events come in: every effect exactly once.

    python -m prove.kill_queue --kills 30 --events 2000

works on the database of OTKLIK_DATABASE_URL, which must be migrated and is emptied of events, and prints one
line of JSON (`killing.Report`). Exit code 1 when an effect is missing or there twice.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict

from otklik.cli.django_start import start_django


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--events", type=int, default=2000, help="at least; more while there is killing to do"
    )
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--variant", default="sound", help="sound, effect apart, acknowledged first")
    parser.add_argument("--point", default="", help="one kill, at the first hit of this failpoint")
    options = parser.parse_args(argv)
    start_django()
    # Reactions fail and leases are lost on purpose here.
    logging.disable(logging.ERROR)
    # Needs the loaded apps.
    from prove import killing

    report = killing.prove(killing.Plan(**vars(options)))
    print(json.dumps(asdict(report)))
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
