"""The form of the stream: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

A message is an event's id, kind and the ticket's number; the page asks for the fragment it shows, through
the ordinary access checks. Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

RETRY_MS = 3000
RESET = "reset"
"""Kind of the message that says: too much was missed, load what you show again."""
HELLO = "hello"
"""Kind of the message that only says where the stream stands."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one listener hears of one event. `actor` is who did it (`agent:12`), where they may know."""

    id: int
    kind: str
    numbers: tuple[str, ...] = ()
    actor: str = ""

    def plain(self) -> dict[str, object]:
        """As JSON: ids are strings, as scripts compare them."""
        shown: dict[str, object] = {"id": str(self.id), "kind": self.kind, "numbers": list(self.numbers)}
        return shown | {"actor": self.actor} if self.actor else shown


def message(told: Told) -> bytes:
    """One server-sent event; a reset bears its name, all others are unnamed."""
    name = f"event: {RESET}\n" if told.kind == RESET else ""
    data = json.dumps(told.plain(), separators=(",", ":"))
    return f"id: {told.id}\n{name}data: {data}\n\n".encode()


OPENING = f"retry: {RETRY_MS}\n\n".encode()
"""The first bytes: how soon to come back after a break."""


def place(position: int) -> bytes:
    """Moves the place to resume from, of which scripts hear nothing; keeps proxies from hanging up."""
    return f": here\nid: {position}\n\n".encode()
