"""What a rule was: its versions with author, difference in words, and the way back to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from otklik.automation.explaining.rulings import CONDITION, when_of
from otklik.automation.tables import Table, table_called
from otklik.core.errors import NotFound
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, get_set_up
from otklik.rules.differences import Mark, Piece, marked
from otklik.rules.models import OrderedRule, RuleVersion
from otklik.rules.tables import NO_PART


@dataclass(frozen=True)
class Difference:
    """A field that another version had otherwise: its words with what went and came."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Step:
    """A version: `event` is the change that made it (None: it was made by a program's command that tells no
    fields), `differences` are from the version before; the first has its fields whole."""

    version: RuleVersion
    event: Event | None
    differences: Sequence[Difference]
    is_current: bool


def versions_of(actor: Actor, key: str, uid: str) -> tuple[Table, OrderedRule, Sequence[Step]]:
    """Every version of a rule, newest first. Needs the right to set the table up; three queries."""
    table = table_called(key)
    rule = get_set_up(actor, table.shape, uid)
    versions = list(RuleVersion.objects.filter(table=key, rule_id=rule.pk).order_by("number"))
    events = list(Event.objects.filter(subject_kind=table.shape.kind, subject_id=rule.pk).order_by("id"))
    before: RuleVersion | None = None
    steps = []
    for version in versions:
        made = next((event for event in events if event.at >= version.at), None)
        is_current = version.pk == rule.current_id
        steps.append(Step(version, made, _differences(table, before, version), is_current))
        before = version
    return table, rule, steps[::-1]


@transaction.atomic
def bring_back(actor: Actor, key: str, uid: str, number: int) -> OrderedRule:
    """Let a rule decide again as it did at a version, which makes a new version. Needs the right to set the
    table up. Writes the table's event with from and to; `Invalid` where the version names what is gone.
    """
    table = table_called(key)
    rule = get_set_up(actor, table.shape, uid)
    version = RuleVersion.objects.filter(table=key, rule_id=rule.pk, number=number).first()
    if version is None:
        raise NotFound
    fields = [field for field in table.shape.fields if field.column in version.body]
    return change_set_up(actor, table.shape, rule, {f.name: version.body[f.column] for f in fields})


def _differences(table: Table, before: RuleVersion | None, after: RuleVersion) -> Sequence[Difference]:
    found = []
    for field in table.shape.fields:
        if field.name in NO_PART or field.column not in after.body:
            continue
        old = before.body.get(field.column) if before is not None else None
        new = after.body[field.column]
        if old == new or (before is None and not new):
            continue
        words = when_of(after.body) if field.name == CONDITION else field.kind.show(new)
        if before is None:
            earlier = ""
        else:
            earlier = when_of(before.body) if field.name == CONDITION else field.kind.show(old)
        if words or earlier:
            pieces = marked(earlier, words) if before is not None else [Piece(Mark.SAME, words)]
            found.append(Difference(str(field.label), pieces))
    return found
