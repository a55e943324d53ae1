"""`otklik worker`: background work and a watch on the mailboxes; any number on any number of machines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from otklik.cli import lifeline
from otklik.cli.django_start import start_django

DEFAULT_CONCURRENCY = 2
BEHIND_PAGES = 5
"""How much nicer than the server (nice(2)): where both want the same core, a person's page goes first."""


def main(argv: Sequence[str]) -> int:
    """Work until told to stop (SIGTERM, SIGINT); what is in hand is finished or returned to the queue."""
    parser = argparse.ArgumentParser(prog="otklik worker", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(argv)
    lifeline.hold()
    os.nice(BEHIND_PAGES)
    start_django()
    # Need the loaded apps.
    from otklik.channels.mail.taking import taking
    from otklik.core import worker

    with taking():
        worker.run(concurrency=options.concurrency)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options `worker` and `all` have in common."""
    parser.add_argument(
        "--concurrency", type=int, default=DEFAULT_CONCURRENCY, help=f"jobs at a time ({DEFAULT_CONCURRENCY})"
    )
