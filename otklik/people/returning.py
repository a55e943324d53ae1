"""Ways back for what an administrator changes by commands of its own: mailboxes, letters, calendars.

What is declared by a shape is taken back by the shape (`people.commands.revert`). The others tell here how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from otklik.core.events import EventKind
from otklik.core.models import Event
from otklik.people.actor import Actor


@dataclass(frozen=True)
class WayBack:
    """How changes of one kind of thing are taken back.

    `kind` is the events' subject, `event` their kind. `title(event)`: what the thing is called now, empty
    when it is gone. `is_new(event)`: the event made the thing. `may(event)`: whether enough is kept to give
    the old values again. `restore(actor, event)` does it by the thing's own commands, after
    `core.configuring.undoing.expect`.
    """

    kind: str
    event: EventKind
    title: Callable[[Event], str]
    is_new: Callable[[Event], bool]
    may: Callable[[Event], bool]
    restore: Callable[[Actor, Event], None]


_declared: dict[str, WayBack] = {}


def declare_way_back(way: WayBack) -> WayBack:
    """Make a way back known. Twice the same kind is a programming error."""
    if way.kind in _declared:
        raise ValueError(f"a way back for {way.kind} is declared twice")
    _declared[way.kind] = way
    return way


def ways_back() -> Mapping[str, WayBack]:
    """Every declared way by kind of thing."""
    return dict(_declared)
