"""The command line of `otklik demo`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from otklik.cli.django_start import start_django_for_a_person

DEFAULT_SEED = 1
MOST = 1_000_000


def main(argv: Sequence[str]) -> int:
    """Fill an empty installation with demo data; with `--tickets` load that many more in bulk."""
    parser = argparse.ArgumentParser(prog="otklik demo", description=main.__doc__)
    parser.add_argument("--tickets", type=_number, metavar="N", help=f"load so many in bulk, up to {MOST}")
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help=f"another seed, other data ({DEFAULT_SEED})"
    )
    parser.add_argument(
        "--if-empty", action="store_true", help="leave an installation with other data in peace"
    )
    options = parser.parse_args(argv)
    start_django_for_a_person()
    # Needs the loaded apps.
    from otklik.cli.demo import fill

    if options.tickets is None:
        print(fill.fill(options.seed, if_empty=options.if_empty))
    else:
        print(fill.fill_in_bulk(options.tickets, options.seed))
    return 0


def _number(said: str) -> int:
    number = int(said)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST}")
    return number
