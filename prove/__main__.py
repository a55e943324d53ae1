"""`make prove`: runs every proof, prints a table, writes `prove/results/*.json`; exit code 1 when one fails.

python -m prove [--only axe] [--only kill-queue --kills 1000] [--only mail --part sqlite:sending]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial

from prove import axe, clock_proof, corpus, foreign, import_proof, mail_proof, mutation, queue_proof

PROOFS: dict[str, Callable[[int], bool]] = {
    "kill-queue": queue_proof.run,
    "axe": axe.run,
    "clock": clock_proof.run,
    "corpus": corpus.run,
    "foreign": foreign.run,
    "import": import_proof.run,
    "mail": mail_proof.run,
    "mutation": mutation.run,
}

FETCHING = {"foreign"}
"""Proofs that need the network: only when asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line names; each proof says on its own what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(PROOFS), help="one proof instead of all")
    parser.add_argument(
        "--kills", type=int, default=1000, help="how many processes die in kill-queue and mail"
    )
    parser.add_argument("--every", type=int, default=1, help="only each n-th mutant in mutation")
    parser.add_argument("--part", action="append", default=[], help="only this part of mail, engine:case")
    parser.add_argument("--more", action="store_true", help="add to what the file of mail has")
    options = parser.parse_args(argv)
    names = [options.only] if options.only else sorted(PROOFS.keys() - FETCHING)
    proofs = PROOFS | {"mail": partial(mail_proof.run, chosen=options.part, more=options.more)}
    outcomes = {name: proofs[name](options.every if name == "mutation" else options.kills) for name in names}
    for name, holds in outcomes.items():
        print(f"{name}: {'holds' if holds else 'DOES NOT HOLD'}")
    return 0 if all(outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
