"""A ticket the moment it was registered, for `now` reactions that would else read it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otklik.core.models import Event
    from otklik.tickets.models import Message, Observer, Ticket, TicketReader


@dataclass(frozen=True, slots=True)
class JustRegistered:
    """The rows as stored; `text` is the first message's. It is `Event.about` of a registration."""

    ticket: Ticket
    message: Message
    text: str
    readers: Sequence[TicketReader]
    observers: Sequence[Observer] = ()


def is_within_registration(event: Event) -> bool:
    """Whether the event is a step of a registration that goes on: what follows from the registration itself
    comes after it and sees what it has changed."""
    return isinstance(event.about, JustRegistered) and event.kind != "ticket.registered"
