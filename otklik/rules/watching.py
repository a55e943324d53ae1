"""A sweep over every table: which rules name what is gone or out of use."""

from __future__ import annotations

from otklik.rules.commands.failing import note_faults
from otklik.rules.in_order import tables


def watch_rules() -> int:
    """See which rules in force cannot be asked or done, keep that, tell of new ones; how many there are.

    The rules are in memory: one question a table, for what is known of them already. Writes `rule.broken`.
    """
    number = 0
    for table in tables().values():
        found = {
            one.rule.pk: (one.rule, one.faults[0]) for one in table.rules() if one.rule.enabled and one.faults
        }
        note_faults(table, found)
        number += len(found)
    return number
