"""Steps of rules and macros: read from JSON, checked, told in words, performed in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.automation.actions import (
    assigning,
    calling,
    canned,
    changing,
    custom,
    making,
    staging,
    telling,
    turning,
    writing,
)
from otklik.automation.actions.doing import Action, Doing, Step, Values
from otklik.automation.actions.registry import actions
from otklik.core.circumstances import batch
from otklik.core.configuring.kinds import One, Several, Wrong
from otklik.core.configuring.shapes import Field

DECLARED_BY = (assigning, turning, staging, changing, custom, writing, canned, telling, calling, making)
"""The modules whose actions every rule may take."""
_EMPTY: Mapping[str, object] = {"several": (), "lines": (), "flag": False}
"""What kinds take for nothing, where that is not None."""
MOST = 20
"""Steps of one rule."""


def read(stored: object, *, with_event: bool = True) -> list[Step]:
    """The steps of a row or a request, checked; `Wrong` in words at the first that cannot be done now."""
    if not isinstance(stored, Sequence) or isinstance(stored, str):
        raise Wrong(_("Actions are a list: one after the other, each with “do”."))
    if len(stored) > MOST:
        raise Wrong(_("Too many actions for one rule: %(n)s at most.") % {"n": MOST})
    return [_step(one, with_event) for one in stored]


def write(steps: Sequence[Step]) -> list[dict[str, object]]:
    """The same as JSON."""
    return [{"do": step.action.key, **step.values} for step in steps]


def faults(stored: object, *, with_event: bool = True) -> list[str]:
    """Everything that keeps the steps from being performed now, in the reader's words."""
    if not isinstance(stored, Sequence) or isinstance(stored, str) or len(stored) > MOST:
        return _fault(stored, with_event)
    return [fault for one in stored for fault in _fault([one], with_event)]


def perform(steps: Sequence[Step], doing: Doing) -> None:
    """Do them in their order, as one batch, in the caller's transaction. What a command refuses is raised."""
    with batch():
        for step in steps:
            step.action.perform(doing, step.values)


def words(stored: object) -> list[str]:
    """What the steps do, each in the reader's language; of what can no longer be read, that it is so."""
    parts = stored if isinstance(stored, Sequence) and not isinstance(stored, str) else [stored]
    return [_told(part) for part in parts]


def sentence(stored: object) -> str:
    """The steps one after the other: `assign to the team “Support”, then priority “High”`."""
    return _(", then ").join(words(stored)) or _("nothing")


def _step(stored: object, with_event: bool) -> Step:
    action = _action(stored, with_event)
    given = {str(key): value for key, value in _mapping(stored).items() if key != "do"}
    known = {one.name for one in action.fields}
    strange = next((name for name in given if name not in known), None)
    if strange is not None:
        facts = {"action": str(action.label), "name": strange}
        raise Wrong(_("“%(action)s” has no “%(name)s”.") % facts)
    values: Values = {
        one.name: value
        for one in action.fields
        if (value := _value(action, one, given.get(one.name))) not in (None, "", [], {}, False)
    }
    if action.check is not None:
        action.check(values)
    return Step(action, values)


def _action(stored: object, with_event: bool) -> Action:
    key = _mapping(stored).get("do")
    action = actions().get(str(key))
    if action is None:
        raise Wrong(_("There is no action “%(key)s” (any more): choose another.") % {"key": key})
    if action.needs_event and not with_event:
        raise Wrong(_("“%(action)s” is for triggers only.") % {"action": str(action.label)})
    return action


def _mapping(stored: object) -> Mapping[object, object]:
    if not isinstance(stored, Mapping) or "do" not in stored:
        raise Wrong(_("Say what is to be done: each action has “do”."))
    return stored


def _value(action: Action, one: Field, value: object) -> object:
    try:
        found = one.clean(_EMPTY.get(one.kind.form) if value is None else value)
    except Wrong as wrong:
        raise Wrong(f"{action.label}: {one.label}. {wrong}") from wrong
    if isinstance(one.kind, One | Several):
        _refuse_gone(action, one, one.kind, found)
    return found


def _refuse_gone(action: Action, one: Field, kind: One | Several, value: object) -> None:
    """What is hidden can stand in a condition, which then speaks of the past; nothing can be given to it."""
    chosen = value if isinstance(value, list) else [value]
    gone = next((option for option in kind.options() if option.hidden and option.key in chosen), None)
    if gone is not None:
        facts = {"action": str(action.label), "field": str(one.label), "name": gone.label}
        raise Wrong(_("%(action)s: %(field)s “%(name)s” is no longer in use. Choose another.") % facts)


def _fault(stored: object, with_event: bool) -> list[str]:
    try:
        read(stored, with_event=with_event)
    except Wrong as wrong:
        return [str(wrong)]
    return []


def _told(stored: object) -> str:
    key = stored.get("do") if isinstance(stored, Mapping) else None
    action = actions().get(str(key))
    if action is None or not isinstance(stored, Mapping):
        return _("an action that is gone")
    return action.words({str(name): value for name, value in stored.items()})
