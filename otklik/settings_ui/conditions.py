"""The editor of conditions: what it offers, as the page's script reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.rules import stored
from otklik.rules.condition_kind import plain
from otklik.rules.conditions import OPERATORS, Kind, Op
from otklik.rules.registry import RuleField, fields
from otklik.rules.sentences import names_of


def editor(value: object, *, with_event: bool = False) -> dict[str, object]:
    """Fields with what can be asked and chosen, the tree as it stands, and what its values are called where
    they are too many to list."""
    tree = plain(value)
    return {
        "tree": tree if isinstance(tree, Mapping) else {"all": []},
        "fields": [_field(field) for field in fields().values() if with_event or not field.needs_event],
        "ops": {kind.value: _operators(kind) for kind in Kind},
        "names": _names(tree),
        "words": {
            "all": _("all of these hold"),
            "any": _("any of these holds"),
            "add": _("Condition"),
            "group": _("Group of conditions"),
            "remove": _("Take out"),
            "choose": _("add…"),
            "type": _("word or phrase, Enter"),
            "find": _("Begin to type the name"),
            "field": _("Field"),
            "op": _("Comparison"),
            "value": _("Value"),
            "everything": _("No condition: it is for every ticket."),
        },
    }


def _field(field: RuleField) -> dict[str, object]:
    options = field.options() if field.options is not None else ()
    return {
        "key": field.key,
        "label": str(field.label),
        "group": str(field.group),
        "kind": field.kind.value,
        "unit": str(field.unit),
        "finds": reverse("desk-place-options", args=[field.finds]) if field.finds else "",
        "options": [{"key": o.key, "label": o.label, "hidden": o.hidden} for o in options],
    }


def _operators(kind: Kind) -> Sequence[tuple[str, str]]:
    worded = _OF_WORDS if kind in (Kind.WORDS, Kind.LABELS) else _USUAL
    return [(op.value, (worded.get(op) or _USUAL[op])()) for op in OPERATORS[kind]]


def _names(tree: object) -> Mapping[str, Mapping[str, str]]:
    try:
        condition = stored.read(tree)
    except stored.Malformed:
        return {}
    searched = {key for key, field in fields().items() if field.finds}
    return {
        key: {str(v): name for v, name in names.items()}
        for key, names in names_of(condition).items()
        if key in searched
    }


_USUAL: Mapping[Op, Callable[[], str]] = {
    Op.ONE_OF: lambda: _("is one of"),
    Op.NONE_OF: lambda: _("is none of"),
    Op.ALL_OF: lambda: _("has all of"),
    Op.EMPTY: lambda: _("is empty"),
    Op.FILLED: lambda: _("is filled in"),
    Op.AT_LEAST: lambda: _("at least"),
    Op.AT_MOST: lambda: _("at most"),
    Op.BETWEEN: lambda: _("from … to"),
    Op.YES: lambda: _("yes"),
    Op.NO: lambda: _("no"),
}
_OF_WORDS: Mapping[Op, Callable[[], str]] = {
    Op.ONE_OF: lambda: _("has any of"),
    Op.NONE_OF: lambda: _("has none of"),
}
