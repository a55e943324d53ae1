"""What is known of a ticket while rules are asked: each fact is worked out once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from otklik.rules.conditions import Fact
from otklik.tickets.models import MessageBody, Ticket


class TicketFacts(dict[str, Fact]):
    """A ticket as rules see it. `readers` say how each field is read; `at` is the moment that is asked about.

    `text`: the first message's words, where whoever asks still holds them.
    """

    def __init__(
        self,
        ticket: Ticket,
        readers: Mapping[str, Callable[[TicketFacts], Fact]],
        at: datetime,
        text: str | None = None,
    ) -> None:
        super().__init__()
        self.ticket = ticket
        self.at = at
        self._readers = readers
        self._text = text

    def __missing__(self, field: str) -> Fact:
        value = self[field] = self._readers[field](self)
        return value

    @property
    def text(self) -> str:
        """The words of the first message: one question to the database, when a rule asks for them."""
        if self._text is None:
            bodies = MessageBody.objects.filter(message__ticket_id=self.ticket.pk).order_by("message_id")
            self._text = bodies.values_list("text", flat=True).first() or ""
        return self._text
