"""`otklik migrate`: bring the database up to date."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from otklik.cli.django_start import start_django_for_a_person


def main(argv: Sequence[str]) -> int:
    """Apply the migrations that are missing; safe to repeat."""
    parser = argparse.ArgumentParser(prog="otklik migrate", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")
    options = parser.parse_args(argv)
    start_django_for_a_person()
    # Needs the loaded apps.
    from django.core.management import call_command

    from otklik.settings_ui.welcome.gate import first_address

    call_command("migrate", interactive=False, verbosity=0)
    # Only where the database serves as the shared cache; elsewhere this does nothing.
    call_command("createcachetable", verbosity=0)
    if options.quiet:
        return 0
    print("The database is up to date.")
    if address := first_address():
        print(f"Nobody administers it yet. Set it up in a browser: {address}")
    return 0
