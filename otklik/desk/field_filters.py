"""Filters by custom fields: what a box of the filter offers, what a chip says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.fields.enums import MEASURED, WITH_OPTIONS, Kind
from otklik.fields.queries import FieldInfo, choices_of, filters_of, rule_of
from otklik.fields.values import Wrong, read
from otklik.fields.wording import SIGNS, show
from otklik.people.actor import Actor

EMPTY = "none"
"""What is wanted of a field without a value (`fields.seeking`)."""
BETWEEN = ".."
_ENTRIES = {Kind.DATE: "date", Kind.NUMBER: "number", Kind.MONEY: "number"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A filter that can be set: its field, name and values; without values it is set by words: `hint` says
    which. `entry`: how a custom field is asked: by two values, from and to (`date`, `number`), or by `text`;
    of both one can want what is empty."""

    field: str
    label: str
    values: Sequence[tuple[str, str]] = ()
    hint: str = ""
    entry: str = ""

    def sides(self, now: str) -> tuple[str, str]:
        """What stands in its two boxes while the list is narrowed by `now`."""
        if now == EMPTY:
            return "", ""
        low, dots, high = now.partition(BETWEEN)
        return low, high if dots else low


def offered(actor: Actor, owner: str) -> list[Offer]:
    """The custom fields of an owner kind that this actor may narrow a list by, in their order."""
    return [_offer(one) for one in filters_of(actor, owner)]


def said(actor: Actor, owner: str, name: str, value: str) -> str:
    """The words of a chip, where the code itself says little; empty where no box knows better."""
    one = next((one for one in filters_of(actor, owner) if one.form_name == name), None)
    if one is None:
        return ""
    if value == EMPTY:
        return _("not filled in")
    if one.kind not in MEASURED:
        return ""
    low, dots, high = value.partition(BETWEEN)
    if not dots or low == high:
        return _side(actor, one, low)
    if not high:
        return _("from %(value)s") % {"value": _side(actor, one, low)}
    if not low:
        return _("up to %(value)s") % {"value": _side(actor, one, high)}
    return f"{_side(actor, one, low)} – {_side(actor, one, high)}"


def _offer(one: FieldInfo) -> Offer:
    name, label = one.form_name, str(one.name)
    if one.kind is Kind.FLAG:
        return Offer(name, label, [("yes", _("yes")), ("no", _("no"))])
    if one.kind in WITH_OPTIONS or one.kind is Kind.AGENT:
        every = choices_of(one, [option.code for option in one.options])
        return Offer(name, label, [*every, (EMPTY, _("not filled in"))])
    if one.kind in MEASURED:
        unit = f", {SIGNS.get(one.currency, one.currency)}" if one.kind is Kind.MONEY else ""
        return Offer(name, label + unit, entry=_ENTRIES[one.kind])
    # Companies and machines are many: they are named, not offered.
    return Offer(name, label, hint=_("the whole value"), entry="text")


def _side(actor: Actor, one: FieldInfo, words: str) -> str:
    """One end as people write it; what nobody can read stays as it is."""
    try:
        return show(one, read(rule_of(actor, one, past=True), words)) or words
    except Wrong:
        return words
