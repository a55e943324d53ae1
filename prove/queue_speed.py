"""How many trivial reactions a worker does a second.

    python -m prove.queue_speed --jobs 5000 --workers 1 --concurrency 2

on the database of OTKLIK_DATABASE_URL, which must be migrated and is emptied of events. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from otklik.cli.django_start import start_django


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=2)
    options = parser.parse_args(argv)
    start_django()
    # Needs the loaded apps.
    from prove import draining

    print(json.dumps(draining.measure(options.jobs, options.workers, options.concurrency)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
