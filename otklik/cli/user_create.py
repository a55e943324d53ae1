"""`otklik user create`: an account for an employee."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from otklik.cli.django_start import start_django_for_a_person
from otklik.core.errors import Refused


def main(argv: Sequence[str]) -> int:
    """Make the account; without a password nobody can sign in with it until one is set."""
    options = _arguments(argv)
    password = _password(options.password_stdin)
    start_django_for_a_person()
    # Need the loaded apps.
    from otklik.core.actors import SYSTEM
    from otklik.people.commands.enrol import Enrolment, enrol

    agent = enrol(SYSTEM, Enrolment(options.email, options.name, tuple(options.role), password))
    print(f"{agent.name} can sign in as {options.email}.")
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="otklik user create", description=__doc__)
    parser.add_argument("email", help="mail address, also the login")
    parser.add_argument("--name", required=True, help="as clients see it")
    parser.add_argument(
        "--role", action="append", default=[], help="code of a role (administrator, lead, …); repeatable"
    )
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser.parse_args(argv)


def _password(from_stdin: bool) -> str | None:
    """From standard input, or asked for twice; None when there is nobody to ask."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        return None
    password = getpass.getpass("Password (empty: none yet): ")
    if password and getpass.getpass("Once more: ") != password:
        raise Refused("The two passwords differ.")
    return password or None
