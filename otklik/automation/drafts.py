"""A rule as it stands in a form: put into its table in memory, never saved."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.automation.tables import Table
from otklik.core.configuring.rows import cleaned
from otklik.core.configuring.shapes import Values
from otklik.core.translated import Translated
from otklik.rules.matching import Ready, ready
from otklik.rules.models import OrderedRule
from otklik.rules.tables import NO_PART

NEW = 0
"""The key of a rule that is nowhere yet."""


@dataclass(frozen=True)
class Draft:
    """A rule's values as they would be saved. `rule_id` None: a new rule, which is the last unless `place`
    (from 0) says otherwise; None keeps the place of one that stands already."""

    table: Table
    rule_id: int | None
    values: Values
    place: int | None = None

    @property
    def key(self) -> int:
        """By what it is named among the rules."""
        return self.rule_id or NEW


def draft_of(table: Table, rule: OrderedRule | None, given: Values, place: int | None = None) -> Draft:
    """What was typed into a rule's form, checked as saving does. `Invalid` names the fields."""
    values = cleaned(table.shape, rule, given)
    return Draft(table, rule.pk if rule is not None else None, values, place)


def order_of(draft: Draft) -> list[Ready[OrderedRule]]:
    """The table's rules with the draft in its place."""
    standing = list(draft.table.rules())
    old = next((place for place, one in enumerate(standing) if one.rule.pk == draft.rule_id), None)
    row = _row(draft, standing[old].rule if old is not None else None)
    rest = [one for place, one in enumerate(standing) if place != old]
    place = draft.place if draft.place is not None else old
    place = len(rest) if place is None else min(place, len(rest))
    return [*rest[:place], ready([row], with_event=draft.table.answers_events)[0], *rest[place:]]


def place_of(draft: Draft) -> int:
    """Where the draft stands among the rules, from 0."""
    return next(place for place, one in enumerate(order_of(draft)) if (one.rule.pk or NEW) == draft.key)


def mark_of(draft: Draft) -> str:
    """What a trial is of: the draft's deciding values in their place, and the rules around it."""
    own = {name: value for name, value in draft.values.items() if name not in NO_PART}
    around = [
        (one.rule.pk, one.rule.enabled, one.rule.current_id)
        for one in order_of(draft)
        if one.rule.pk and one.rule.pk != draft.rule_id
    ]
    whole = json.dumps(
        [draft.table.key, draft.rule_id, own, place_of(draft), around], sort_keys=True, default=str
    )
    return hashlib.sha256(whole.encode()).hexdigest()


def is_in_force(draft: Draft) -> bool:
    """Whether saving it would have it decide."""
    return bool(draft.values.get("enabled", True))


def decides_as_before(draft: Draft, standing: Mapping[str, object]) -> bool:
    """Nothing of what it decides differs from what stands."""
    names = [name for name in draft.values if name not in NO_PART]
    return all(draft.values[name] == standing.get(name) for name in names)


def rules_by_key(order: Sequence[Ready[OrderedRule]]) -> Mapping[int, OrderedRule]:
    """The rules of an order by their keys."""
    return {one.rule.pk or NEW: one.rule for one in order}


def _row(draft: Draft, standing: OrderedRule | None) -> OrderedRule:
    row = copy.copy(standing) if standing is not None else draft.table.shape.model()
    row.pk = draft.rule_id
    for field in draft.table.shape.fields:
        if field.many or field.write is not None:
            continue
        value = draft.values[field.name]
        setattr(row, field.column, _stored(value) if field.kind.form == "words" else value)
    if draft.table.shape.derive is not None:
        draft.table.shape.derive(row, draft.values)
    return row


def _stored(value: object) -> Translated:
    texts = value if isinstance(value, Mapping) else {}
    return Translated({str(language): str(words) for language, words in texts.items()})
