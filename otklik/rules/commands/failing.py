"""Rules that cannot be asked: kept, told once, switched off when it does not pass."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from otklik.core import clock, small
from otklik.core.actors import SYSTEM
from otklik.core.configuring import rows
from otklik.core.events import Subject, record
from otklik.core.small import SmallTable
from otklik.core.text import one_line
from otklik.rules.events import RULE_BROKEN
from otklik.rules.in_order import OrderedTable, table_of
from otklik.rules.models import OrderedRule, RuleTrouble
from otklik.rules.stored import Fault

ERROR = "error"
"""`RuleTrouble.why` of a rule that went wrong while it was asked."""
PATIENCE = 5
"""Tickets on which a rule may go wrong before it is switched off."""
LENGTH = 200


def _load() -> frozenset[tuple[str, int]]:
    return frozenset(RuleTrouble.objects.filter(why=ERROR).values_list("table", "rule_id"))


_WENT_WRONG: SmallTable[frozenset[tuple[str, int]]] = SmallTable(_load)


@transaction.atomic
def note_failure(rule: OrderedRule, error: Exception) -> None:
    """A rule went wrong while it was asked. The fifth time it is switched off, as an administrator would.

    Writes `rule.broken` the first time and when it is switched off, then the table's own event, too.
    """
    table = table_of(rule)
    now, said = clock.now(), one_line(f"{type(error).__name__}: {error}", LENGTH)
    defaults = {"why": ERROR, "said": said, "since": now, "at": now, "times": 0}
    row, is_new = RuleTrouble.objects.select_for_update().get_or_create(
        table=table.key, rule_id=rule.pk, defaults=defaults
    )
    if is_new or row.why != ERROR:
        small.bump()
    row.why, row.said, row.at, row.times = ERROR, said, now, row.times + 1
    if row.times >= PATIENCE and rule.enabled:
        # Saving a rule ends its troubles; this one stays to be seen.
        rows.change(SYSTEM, table.shape, rule, {"enabled": False})
        _tell(table, rule, row, stopped=True)
    elif is_new:
        _tell(table, rule, row, stopped=False)
    row.save()


def note_success(rule: OrderedRule) -> None:
    """A rule was done: what went wrong with it before is forgotten, so that only failures in a row count.

    Of a rule that never went wrong nothing is asked: this is called for every deed.
    """
    key = table_of(rule).key
    if (key, rule.pk) in _WENT_WRONG.get():
        RuleTrouble.objects.filter(table=key, rule_id=rule.pk, why=ERROR).delete()
        small.bump()


@transaction.atomic
def note_faults(table: OrderedTable, found: Mapping[int, tuple[OrderedRule, Fault]]) -> None:
    """Make a table's troubles those that are found now, by rule; what is mended has ended.

    Writes `rule.broken` for each rule that was whole when it was last looked at. Of those that went wrong
    while they were asked nothing is changed.
    """
    standing = {row.rule_id: row for row in RuleTrouble.objects.filter(table=table.key)}
    now = clock.now()
    for rule_id, (rule, fault) in found.items():
        before = standing.pop(rule_id, None)
        if before is not None:
            continue
        said = one_line(fault.field or str(fault.value or ""), LENGTH)
        row = RuleTrouble.objects.create(
            table=table.key, rule_id=rule_id, why=fault.why, said=said, since=now, at=now
        )
        _tell(table, rule, row, stopped=False)
    mended = [row.pk for row in standing.values() if row.why != ERROR]
    if mended:
        RuleTrouble.objects.filter(pk__in=mended).delete()


def _tell(table: OrderedTable, rule: OrderedRule, row: RuleTrouble, *, stopped: bool) -> None:
    data = {
        "table": table.key,
        "uid": str(rule.uid),
        "name": dict(rule.name.texts),
        "why": row.why,
        "said": row.said,
        "stopped": stopped,
    }
    record(RULE_BROKEN, SYSTEM, Subject(table.kind, rule.pk), data=data)
