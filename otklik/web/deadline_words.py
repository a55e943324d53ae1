"""Deadlines as lines of a ticket's history: by which rule, which of them is near, which is past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.sla.clocks import Kind
from otklik.web.rule_words import rule_name
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.core.models import Event


def _planned(event: Event) -> str:
    """By which rule deadlines were set or moved, or that there are none any more."""
    if event.changes and all(change["to"] is None for change in event.changes):
        return _("a deadline is no longer counted")
    is_first = all(change["from"] is None for change in event.changes)
    if rule := rule_name(event):
        if is_first:
            return _("deadlines by the rule “%(rule)s”") % {"rule": rule}
        return _("deadlines moved by the rule “%(rule)s”") % {"rule": rule}
    return "" if is_first else _("deadlines moved")


def _warned(event: Event) -> str:
    """Which deadline is near and how much of its time is used."""
    words = _NEAR.get(str(event.data.get("kind")))
    return words() % {"percent": event.data.get("percent"), "moment": _due(event)} if words else ""


def _breached(event: Event) -> str:
    """Which promise was broken, and when its time ended."""
    words = _PAST.get(str(event.data.get("kind")))
    return words() % {"moment": _due(event)} if words else ""


def _due(event: Event) -> str:
    due = event.data.get("due")
    return localtime(datetime.fromisoformat(due)) if isinstance(due, str) else ""


_NEAR: Mapping[str, Callable[[], str]] = {
    Kind.REACTION: lambda: _(
        "%(percent)s %% of the time for the first answer is used, it is due by %(moment)s"
    ),
    Kind.RESOLUTION: lambda: _(
        "%(percent)s %% of the time for the solution is used, it is due by %(moment)s"
    ),
    Kind.ANSWER: lambda: _("%(percent)s %% of the time for the answer is used, it is due by %(moment)s"),
}
_PAST: Mapping[str, Callable[[], str]] = {
    Kind.REACTION: lambda: _("the first answer is overdue: it was promised by %(moment)s"),
    Kind.RESOLUTION: lambda: _("the solution is overdue: it was promised by %(moment)s"),
    Kind.ANSWER: lambda: _("the answer is overdue: it was promised by %(moment)s"),
}
WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "ticket.planned": ("clock", lambda: _("deadlines")),
    "sla.warned": ("clock", lambda: _("a deadline is near")),
    "sla.breached": ("warn", lambda: _("a deadline is past")),
}
TOLD: Mapping[str, Callable[[Event], str]] = {
    "ticket.planned": _planned,
    "sla.warned": _warned,
    "sla.breached": _breached,
}
