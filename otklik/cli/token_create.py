"""`otklik token create`: an API token for an agent or a contact, the bare token on the last line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from otklik.cli.django_start import start_django_for_a_person


def main(argv: Sequence[str]) -> int:
    """Make the token and show it, for the only time."""
    parser = argparse.ArgumentParser(prog="otklik token create", description=__doc__)
    parser.add_argument("email", help="login or mail address of the account")
    parser.add_argument("--name", default="command line", help="what the token is for")
    parser.add_argument(
        "--acts-as",
        choices=["agent", "contact"],
        default=None,
        help="for people who are both: which face the token has (agent)",
    )
    options = parser.parse_args(argv)
    start_django_for_a_person()
    # Need the loaded apps.
    from otklik.clients.commands.tokens import issue_token
    from otklik.core.actors import SYSTEM

    bare, acts_as = issue_token(SYSTEM, options.email, acts_as=options.acts_as, name=options.name)
    print(f"A token that acts as the {acts_as}; it is not shown again:", file=sys.stderr)
    print(bare)
    return 0
