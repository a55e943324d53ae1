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
_SWITCH = "enabled"
"""The field of every rule's form that says whether it is in force."""


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
    """The table's rules with the draft in its place. One that is switched off, and decides nothing now, is
    asked as if it were in force: that is what whoever prepares it wants to know."""
    standing = list(draft.table.rules())
    old = next((place for place, one in enumerate(standing) if one.rule.pk == draft.rule_id), None)
    was = standing[old].rule if old is not None else None
    row = _row(draft, was)
    row.enabled = is_in_force(draft) or was is None or not was.enabled
    rest = [one for place, one in enumerate(standing) if place != old]
    place = draft.place if draft.place is not None else old
    place = len(rest) if place is None else min(place, len(rest))
    return [*rest[:place], ready([row], with_event=draft.table.answers_events)[0], *rest[place:]]


def place_of(draft: Draft) -> int:
    """Where the draft stands among the rules, from 0."""
    return next(place for place, one in enumerate(order_of(draft)) if _is(draft, one))


def mark_of(draft: Draft) -> str:
    """What a trial is of: the draft's deciding values in their place, whether it was asked as in force, and
    the rules around it. A new rule has the same mark once it is saved, and one switched off as one in force:
    it was tried as that."""
    own = {name: value for name, value in draft.values.items() if name not in (*NO_PART, _SWITCH)}
    order = order_of(draft)
    around = [(one.rule.pk, one.rule.enabled, one.rule.current_id) for one in order if not _is(draft, one)]
    is_on = next(one.rule.enabled for one in order if _is(draft, one))
    whole = json.dumps([draft.table.key, is_on, own, place_of(draft), around], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def is_in_force(draft: Draft) -> bool:
    """Whether saving it would have it decide."""
    return bool(draft.values.get(_SWITCH, True))


def decides_as_before(draft: Draft, standing: Mapping[str, object], *, but_the_switch: bool = False) -> bool:
    """Nothing of what it decides differs from what stands; `but_the_switch`: whether it is in force may."""
    left_out = (*NO_PART, _SWITCH) if but_the_switch else NO_PART
    names = [name for name in draft.values if name not in left_out]
    return all(draft.values[name] == standing.get(name) for name in names)


def rules_by_key(order: Sequence[Ready[OrderedRule]]) -> Mapping[int, OrderedRule]:
    """The rules of an order by their keys."""
    return {one.rule.pk or NEW: one.rule for one in order}


def _is(draft: Draft, one: Ready[OrderedRule]) -> bool:
    return (one.rule.pk or NEW) == draft.key


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
