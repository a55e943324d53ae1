"""Who did something, reduced to what an event row keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The kinds of doers an event can name."""

    AGENT = "agent"
    CONTACT = "contact"
    SENDER = "sender"  # an outside address that belongs to no contact
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class Via(StrEnum):
    """The door an action came through; for a ticket, the way it was registered (REG-1)."""

    DESK = "desk"
    PORTAL = "portal"
    LINK = "link"  # a personal link from a letter, without signing in
    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    API = "api"
    TELEGRAM = "telegram"
    WIDGET = "widget"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Kind, row id in its own table (None for system and unknown senders) and door."""

    kind: ActorKind
    id: int | None
    via: Via


SYSTEM = ActorRef(ActorKind.SYSTEM, None, Via.SYSTEM)
