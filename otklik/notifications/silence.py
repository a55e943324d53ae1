"""Letters about an event that a rule has kept back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from otklik.core.events import add_to
from otklik.core.models import Event
from otklik.notifications.enums import Audience, Side
from otklik.notifications.rules import Rule

SILENT = "silent"
"""Where an event's data say which sides are not told of it."""


def keep_silent(event: Event, sides: Iterable[Side]) -> None:
    """Let nobody of these sides be told of the event. For `now` reactions: `tell` comes after them."""
    add_to(event, SILENT, sorted({*_sides(event), *sides}))


def not_silenced(event: Event, rules: Sequence[Rule]) -> Sequence[Rule]:
    """The lines of the table whose side is still told."""
    silent = _sides(event)
    return [rule for rule in rules if _side(rule) not in silent] if silent else rules


def _sides(event: Event) -> set[str]:
    stored = event.data.get(SILENT)
    return {str(side) for side in stored} if isinstance(stored, list) else set()


def _side(rule: Rule) -> Side:
    return Side.CLIENT if rule.audience is Audience.CLIENT else Side.STAFF
