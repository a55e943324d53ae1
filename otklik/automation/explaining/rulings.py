"""A version of a rule, as what it decided is explained by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from otklik.automation.tables import TABLES, Table
from otklik.core.translated import Translated
from otklik.rules import stored
from otklik.rules.conditions import Group
from otklik.rules.models import OrderedRule, RuleVersion
from otklik.rules.sentences import said, sentence
from otklik.rules.tables import NO_PART

CONDITION = "condition"


@dataclass(frozen=True)
class Ruling:
    """A rule at a version. `rule` is None when it is gone for good."""

    table: Table
    version: RuleVersion
    rule: OrderedRule | None

    @property
    def name(self) -> Translated:
        """What the rule is called now."""
        return self.rule.name if self.rule is not None else Translated()

    @property
    def uid(self) -> str:
        """The rule's uid; empty when it is gone."""
        return str(self.rule.uid) if self.rule is not None else ""

    @property
    def current(self) -> int:
        """The number of the version in force; 0 when the rule is gone."""
        now = self.rule.current if self.rule is not None else None
        return now.number if now is not None else 0

    @property
    def has_changed(self) -> bool:
        """The rule decides otherwise today."""
        return self.current != self.version.number

    @property
    def condition(self) -> Group | None:
        """The condition of this version; None for one that can no longer be read."""
        try:
            return stored.read(self.version.body.get(CONDITION, {}))
        except stored.Malformed:
            return None


def rulings_of(version_ids: Iterable[int | None]) -> Mapping[int, Ruling]:
    """The versions with their rules, by id: one query, and one for each table that is named."""
    wanted = {pk for pk in version_ids if pk}
    versions = list(RuleVersion.objects.filter(pk__in=wanted, table__in=TABLES)) if wanted else []
    found: dict[int, Ruling] = {}
    for key, table in TABLES.items():
        own = [version for version in versions if version.table == key]
        rows = _rows(table, {version.rule_id for version in own}) if own else {}
        found |= {version.pk: Ruling(table, version, rows.get(version.rule_id)) for version in own}
    return found


def when_of(body: Mapping[str, object]) -> str:
    """For which tickets a version is, as a sentence; what is wrong with one that cannot be read."""
    try:
        return sentence(stored.read(body.get(CONDITION, {})))
    except stored.Malformed as malformed:
        return said(malformed.fault)


def then_of(table: Table, body: Mapping[str, object]) -> Sequence[tuple[str, str]]:
    """What a version does: (field, value in words), without what it leaves empty."""
    told = (
        (str(field.label), field.kind.show(body[field.column]))
        for field in table.shape.fields
        if field.column in body and field.name not in (CONDITION, *NO_PART) and body[field.column]
    )
    return [(label, words) for label, words in told if words]


def _rows(table: Table, ids: set[int]) -> Mapping[int, OrderedRule]:
    rows = table.shape.model._default_manager.select_related("current").filter(pk__in=ids)
    return {row.pk: row for row in rows}
