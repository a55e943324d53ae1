"""`otklik mail fetch`: look once into the mailboxes.

One line a mailbox on standard output; what went wrong on standard error, and then the exit code is 1. The
worker looks by itself all the time; this command is for cron, for trying a new mailbox, and for proofs.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from otklik.channels.mail.bounds import ReaderUnavailable
from otklik.channels.mail.child import warm
from otklik.cli.django_start import start_django


def main(argv: Sequence[str]) -> int:
    """Take what is new from every mailbox that is fetched, or from the named one."""
    parser = argparse.ArgumentParser(prog="otklik mail fetch", description="Look once into the mailboxes.")
    parser.add_argument("--mailbox", default="", help="name or address; without it all of them")
    options = parser.parse_args(argv)
    threading.Thread(target=_warm, daemon=True).start()
    start_django()
    # Needs the loaded apps.
    from otklik.channels.mail.fetching import NoSuchMailbox, fetch

    try:
        looks = fetch(options.mailbox)
    except NoSuchMailbox:
        print(f"otklik mail fetch: no mailbox {options.mailbox!r} is fetched from a server", file=sys.stderr)
        return 1
    for one in looks:
        print(f"{one.mailbox}: {one.taken} taken", flush=True)
        if one.error:
            print(f"{one.mailbox}: {one.error}", file=sys.stderr)
    return 1 if any(one.error for one in looks) else 0


def _warm() -> None:
    """The reader's process starts while this one loads the program; should it fail, the reading says so."""
    with suppress(ReaderUnavailable):
        warm()
