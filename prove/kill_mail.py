"""Mail under fire: the door for a mail server killed, IMAP connections cut, the disk full.

    python -m prove.kill_mail lmtp --times 30

works on the database of OTKLIK_DATABASE_URL, which must be migrated and empty, and prints one line of JSON
(`mail_count.Report`). Exit code 1 when a mail was lost, doubled, or has no outcome.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict

from otklik.cli.django_start import start_django

CASES = ("lmtp", "imap", "disk")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--times", type=int, default=30, help="kills, connections cut, mails on a full disk")
    options = parser.parse_args(argv)
    start_django()
    # Mails fail on purpose here.
    logging.disable(logging.ERROR)
    # Needs the loaded apps.
    from prove import mail_disk, mail_imap, mail_lmtp

    cases = {"lmtp": mail_lmtp.prove, "imap": mail_imap.prove, "disk": mail_disk.prove}
    report = cases[options.case](options.times)
    print(json.dumps(asdict(report)))
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
