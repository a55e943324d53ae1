"""Merges, splits, links and steps taken back, as sentences of a ticket's history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.core.translated import Translated

if TYPE_CHECKING:
    from otklik.core.models import Event

_LINKS: Mapping[tuple[str, bool], Callable[[], str]] = {
    ("continues", True): lambda: _("continues %(number)s"),
    ("continues", False): lambda: _("continued by %(number)s"),
    ("related", True): lambda: _("linked with %(number)s"),
    ("related", False): lambda: _("linked with %(number)s"),
    ("duplicate", True): lambda: _("a duplicate of %(number)s"),
    ("duplicate", False): lambda: _("%(number)s is a duplicate of this"),
    ("parent", True): lambda: _("parent of %(number)s"),
    ("parent", False): lambda: _("child of %(number)s"),
    ("blocks", True): lambda: _("blocks %(number)s"),
    ("blocks", False): lambda: _("blocked by %(number)s"),
}
WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "ticket.unlinked": ("link", lambda: _("link taken away")),
    "ticket.merged": ("merge", lambda: _("merged")),
    "ticket.parted": ("undo", lambda: _("merge undone")),
    "ticket.split": ("swap", lambda: _("split")),
    "ticket.undone": ("undo", lambda: _("undone")),
}


def _linked(event: Event) -> str:
    words = _LINKS.get((str(event.data.get("kind")), bool(event.data.get("is_source"))))
    return words() % {"number": event.data.get("number", "")} if words else ""


def _unlinked(event: Event) -> str:
    was = _linked(event)
    return _("link taken away (%(link)s)") % {"link": was} if was else ""


def _undone(event: Event) -> str:
    texts = event.data.get("rule")
    if isinstance(texts, dict):
        return _("taken back: what the rule “%(rule)s” did") % {"rule": Translated(texts)}
    return _("undone; what was changed since stays") if event.data.get("left") else ""


def _merged(event: Event) -> str:
    if "into" in event.data:
        return _("merged into %(number)s") % {"number": event.data.get("number", "")}
    return _("%(number)s was merged into this, %(messages)s") % _counted(event)


def _parted(event: Event) -> str:
    return _("%(number)s is a ticket of its own again, %(messages)s") % _counted(event)


def _split(event: Event) -> str:
    return _("%(number)s was split off, %(messages)s") % _counted(event)


def _counted(event: Event) -> dict[str, object]:
    found = event.data.get("messages")
    number = found if isinstance(found, int) else 0
    words = ngettext("%(n)s message", "%(n)s messages", number) % {"n": number}
    return {"number": event.data.get("number", ""), "messages": words}


TOLD: Mapping[str, Callable[[Event], str]] = {
    "ticket.linked": _linked,
    "ticket.unlinked": _unlinked,
    "ticket.merged": _merged,
    "ticket.parted": _parted,
    "ticket.split": _split,
    "ticket.undone": _undone,
}
