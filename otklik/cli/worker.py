"""`otklik worker`: background work, any number on any number of machines."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from otklik.cli import lifeline
from otklik.cli.django_start import start_django

DEFAULT_CONCURRENCY = 2


def main(argv: Sequence[str]) -> int:
    """Work until told to stop (SIGTERM, SIGINT); what is in hand is finished or returned to the queue."""
    parser = argparse.ArgumentParser(prog="otklik worker", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(argv)
    lifeline.hold()
    start_django()
    # Needs the loaded apps.
    from otklik.core import worker

    worker.run(concurrency=options.concurrency)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options `worker` and `all` have in common."""
    parser.add_argument(
        "--concurrency", type=int, default=DEFAULT_CONCURRENCY, help=f"jobs at a time ({DEFAULT_CONCURRENCY})"
    )
