"""How tickets belong together, in words: as a person chooses it, and as the card shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.tickets.enums import LinkKind

if TYPE_CHECKING:
    from otklik.tickets.queries.around import Linked

WAYS: Mapping[str, tuple[LinkKind, bool, Callable[[], str]]] = {
    "related": (LinkKind.RELATED, True, lambda: _("related to")),
    "parent": (LinkKind.PARENT, True, lambda: _("parent of")),
    "child": (LinkKind.PARENT, False, lambda: _("child of")),
    "blocks": (LinkKind.BLOCKS, True, lambda: _("blocks")),
    "blocked": (LinkKind.BLOCKS, False, lambda: _("blocked by")),
    "duplicate": (LinkKind.DUPLICATE, True, lambda: _("duplicate of")),
    "duplicated": (LinkKind.DUPLICATE, False, lambda: _("has a duplicate")),
    "continues": (LinkKind.CONTINUES, True, lambda: _("continues")),
    "continued": (LinkKind.CONTINUES, False, lambda: _("continued by")),
}
"""What this ticket can be to another one, as a person chooses it."""
_MADE: Mapping[tuple[str, bool], Callable[[], str]] = {
    (LinkKind.MERGED.value, True): lambda: _("merged into this one"),
    (LinkKind.MERGED.value, False): lambda: _("merged into"),
    (LinkKind.SPLIT.value, True): lambda: _("split off from"),
    (LinkKind.SPLIT.value, False): lambda: _("split off"),
}


@dataclass(frozen=True)
class LinkShown:
    """A linked ticket for the panel. `way`: what a form sends to take the link away, empty where none can."""

    link: Linked
    words: str
    way: str


def links_shown(links: Sequence[Linked]) -> list[LinkShown]:
    """Each with its words: what this ticket is to the other one."""
    ways = {(kind.value, outward): (code, words) for code, (kind, outward, words) in WAYS.items()}
    shown = []
    for link in links:
        outward = link.outward or link.kind == LinkKind.RELATED
        code, words = ways.get((link.kind, outward), ("", _MADE.get((link.kind, outward), lambda: "")))
        shown.append(LinkShown(link, words(), code))
    return shown


def linked(links: Sequence[Linked]) -> dict[str, object]:
    """Tickets that belong to this one, for its card; how many of its children are still worked on."""
    children = [one for one in links if one.kind == LinkKind.PARENT and one.outward and one.is_open]
    return {"links": links_shown(links), "open_children": len(children)}
