"""What a reply token says, as plain values. Pure; `tokens` signs and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What an answer to the mail is meant to be; the value is the purpose it is signed for."""

    CLIENT = "reply"
    AGENT = "reply.agent"
    NOTE = "reply.note"


@dataclass(frozen=True)
class Token:
    """A genuine token: the ticket, the purpose, and the contact or employee it was made for (0: nobody)."""

    ticket_id: int
    purpose: Purpose
    holder_id: int = 0

    @property
    def agent_id(self) -> int:
        """The employee it was made for; 0 where it proves none."""
        return self.holder_id if self.purpose is not Purpose.CLIENT else 0
