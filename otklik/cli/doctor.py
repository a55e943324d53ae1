"""`otklik doctor`: check the installation and say in words what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from otklik.cli.django_start import start_django_for_a_person


def main(argv: Sequence[str]) -> int:
    """Print what was found; exit code 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="otklik doctor", description=__doc__)
    parser.add_argument(
        "--deep", action="store_true", help="work out 1000 tickets again by the rules and compare them"
    )
    options = parser.parse_args(argv)
    start_django_for_a_person()
    # Needs the loaded apps.
    from otklik.cli.checks import examine

    findings = examine(deep=options.deep)
    for finding in findings:
        print(("ok     " if finding.is_fine else "WRONG  ") + finding.sentence)
    return 0 if all(finding.is_fine for finding in findings) else 1
