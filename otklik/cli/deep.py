"""`otklik doctor --deep`: tickets chosen by chance are worked out again and compared with what is stored."""

from __future__ import annotations

import random
from collections.abc import Sequence

from otklik.cli.findings import Finding
from otklik.core import presence
from otklik.search import checking
from otklik.tickets.queries.audit import audit, sample

TICKETS = 1000
FILES = 1000
SHOWN = 20


def examine_deeply(rng: random.Random) -> Sequence[Finding]:
    """Compare tickets with the pure rules and with the index, and files with their rows. Changes nothing."""
    chosen = sample(TICKETS, rng)
    differing = [str(difference) for difference in audit(chosen)]
    not_found = list(checking.differences(chosen))
    files = presence.look(FILES, rng)
    return [
        *_found(differing, f"{len(chosen)} tickets are what the rules make of them."),
        *_found(not_found, f"The search index knows {len(chosen)} tickets and who may read them."),
        *_found(
            [f"file {digest} is not there" for digest in files.missing], f"{files.looked_at} files are there."
        ),
    ]


def _found(problems: Sequence[str], all_well: str) -> list[Finding]:
    if not problems:
        return [Finding(True, all_well)]
    more = len(problems) - SHOWN
    shown = [Finding(False, problem) for problem in problems[:SHOWN]]
    return [*shown, Finding(False, f"… and {more} more differences like these.")] if more > 0 else shown
