"""The editor of actions: what it offers, as the page's script reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.automation.actions.doing import Action
from otklik.automation.actions.kind import ActionsKind, plain
from otklik.automation.actions.registry import actions
from otklik.automation.actions.steps import words
from otklik.canned.placeholders import PLACEHOLDERS
from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import LANGUAGES, Lines, One, Option, Several, Text, Words
from otklik.core.configuring.shapes import Field

LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}


def editor(kind: ActionsKind, value: object) -> dict[str, object]:
    """Actions with what each is told, and the steps as they stand, each with its sentence."""
    stored = plain(value)
    steps = [step for step in stored if isinstance(step, Mapping)] if isinstance(stored, list) else []
    known = actions()
    return {
        "steps": [_standing(known.get(str(step.get("do"))), step) for step in steps],
        "told": words(steps),
        "actions": [_action(one) for one in known.values() if kind.with_event or not one.needs_event],
        "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "placeholders": [f"{{{{ {name} }}}}" for name in PLACEHOLDERS],
        "words": {
            "add": _("Action"),
            "action": _("Action"),
            "choose": _("add…"),
            "pick": _("choose…"),
            "remove": _("Take out"),
            "up": _("Earlier"),
            "down": _("Later"),
            "none": _("No action yet: nothing happens."),
            "put": _("Put in:"),
            "gone": _("an action that is gone"),
        },
    }


def _action(action: Action) -> dict[str, object]:
    return {
        "key": action.key,
        "label": str(action.label),
        "group": str(action.group),
        "fields": [_field(field, action) for field in action.fields if _is_offered(field)],
    }


def _is_offered(field: Field) -> bool:
    """A choice among nothing is not asked for."""
    return not isinstance(field.kind, One | Several) or bool(field.kind.options())


def _field(field: Field, action: Action) -> dict[str, object]:
    kind, only = field.kind, action.only.get(field.name)
    options: Sequence[Option] = kind.options() if isinstance(kind, One | Several) else ()
    return {
        "name": field.name,
        "label": str(field.label),
        "hint": str(field.hint),
        "form": kind.form,
        "only": {"name": only.name, "values": only.values()} if only else None,
        "type": kind.type if isinstance(kind, Text) else "text",
        "empty": str(kind.empty) if isinstance(kind, One) else "",
        "lines": kind.lines if isinstance(kind, Text | Words) else 3 if isinstance(kind, Lines) else 1,
        "options": [{"key": o.key, "label": o.label, "hidden": o.hidden} for o in options],
    }


def _standing(action: Action | None, step: Mapping[str, object]) -> dict[str, object]:
    """A step with its times spelled and its lists of addresses as lines, as they are typed."""
    kinds = {field.name: field.kind for field in action.fields} if action else {}
    return {str(name): _typed(kinds.get(str(name)), value) for name, value in step.items()}


def _typed(kind: object, value: object) -> object:
    if isinstance(kind, Duration):
        return value if isinstance(value, str) else kind.show(value)
    if isinstance(kind, Lines) and isinstance(value, list):
        return "\n".join(str(line) for line in value)
    return value
