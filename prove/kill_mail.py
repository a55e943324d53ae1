"""Mail under fire: doors, fetchers and senders killed, connections cut, database restarted, disk full.

    python -m prove.kill_mail lmtp fetching --times 30

works on the database of OTKLIK_DATABASE_URL, which must be migrated and empty, and prints one line of JSON
for each case (`mail_count.Report`). `PROVE_CLUSTER`: the folder of a PostgreSQL cluster of our own, which is
really restarted. Exit code 1 when a mail was lost, doubled, or has no outcome.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict

from otklik.cli.django_start import start_django

CASES = ("lmtp", "fetching", "sending", "imap", "restart", "disk")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=CASES, nargs="+")
    parser.add_argument("--times", type=int, default=30, help="kills, cuts, restarts, mails on a full disk")
    options = parser.parse_args(argv)
    start_django()
    # Mails fail on purpose here.
    logging.disable(logging.ERROR)
    # Needs the loaded apps.
    from prove import mail_cases, mail_start

    people, cases, is_exact = mail_start.people(), mail_cases.cases(), True
    for case in options.case:
        report = cases[case](people, options.times)
        is_exact = is_exact and report.exact
        print(json.dumps(asdict(report)), flush=True)
    return 0 if is_exact else 1


if __name__ == "__main__":
    sys.exit(main())
