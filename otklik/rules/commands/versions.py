"""A new version of a rule whenever what it decides changes."""

from __future__ import annotations

from collections.abc import Mapping

from otklik.core import clock
from otklik.rules.models import OrderedRule, RuleTrouble, RuleVersion


def keep_version(table: str, row: OrderedRule, decides: Mapping[str, object]) -> None:
    """Make the rule's present condition and what it `decides` its current version, unless they are already.

    For the command that has just saved the row, in its transaction; writes no event of its own. What was
    wrong with the rule before is forgotten: it is asked anew.
    """
    RuleTrouble.objects.filter(table=table, rule_id=row.pk).delete()
    body = {"condition": row.condition, **decides}
    if row.current is not None and row.current.body == body:
        return
    number = row.current.number + 1 if row.current is not None else 1
    row.current = RuleVersion.objects.create(
        table=table, rule_id=row.pk, number=number, body=body, at=clock.now()
    )
    row.save(update_fields=["current"])
