"""`otklik mail receive`: the door for a mail server's pipe.

Exit codes as sysexits.h has them: 0 the mail is stored, one line of JSON says what became of it; 75
(EX_TEMPFAIL) it could not be stored or finished, the server keeps it and tries again. A mailbox that does not
exist is 75 too, and so is an option nobody knows: a word mistyped in the server's configuration, or something
not yet set up here, must not send clients' mails back to them; they wait in the server's queue until somebody
mends it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from otklik.channels.mail.bounds import ReaderUnavailable
from otklik.channels.mail.child import warm
from otklik.cli.django_start import start_django

EX_TEMPFAIL = 75


class _Options(argparse.ArgumentParser):
    """What is wrong with the call is the server's configuration: it keeps the mail."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EX_TEMPFAIL, f"{self.prog}: {message}; try again later\n")


def main(argv: Sequence[str]) -> int:
    """Take one raw mail from standard input."""
    parser = _Options(prog="otklik mail receive", description="Take a raw mail from standard input.")
    parser.add_argument(
        "--mailbox", default="", help="name or address of the mailbox; without it the recipients decide"
    )
    parser.add_argument("--sender", default=os.environ.get("SENDER", ""), help="envelope sender ($SENDER)")
    parser.add_argument(
        "--recipient",
        nargs="*",
        default=[os.environ.get("RECIPIENT", "")],
        help="envelope recipient ($RECIPIENT); of several the first, for they get one mail",
    )
    options = parser.parse_args(argv)
    threading.Thread(target=_warm, daemon=True).start()
    try:
        start_django()
        # Needs the loaded apps.
        from otklik.channels.mail.pipe import take_from

        taken = take_from(
            sys.stdin.buffer,
            options.mailbox,
            sender=options.sender,
            recipient=next(iter(options.recipient), ""),
        )
        print(json.dumps(taken.answer(), ensure_ascii=False), flush=True)
    except Exception as error:  # noqa: BLE001 - whatever keeps us from taking the mail, the server must keep it
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"otklik mail receive: {reason}; try again later", file=sys.stderr)
        return EX_TEMPFAIL
    return 0


def _warm() -> None:
    """The reader's process starts while this one loads the program; should it fail, the reading says so."""
    with suppress(ReaderUnavailable):
        warm()
