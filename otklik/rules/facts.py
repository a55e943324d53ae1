"""What is known of a ticket while rules are asked: each fact is worked out once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from otklik.core.holding import held_row, held_rows
from otklik.core.models import Event
from otklik.core.prepared import Joined, Prepared, Rows
from otklik.rules.conditions import Fact
from otklik.tickets.models import MessageBody, Ticket

_JOINED = Joined(Ticket, "company", "asset")
_FOUND = Prepared(_JOINED.row)


class _Field(Protocol):
    @property
    def read(self) -> Callable[[TicketFacts], Fact]: ...


class TicketFacts(dict[str, Fact]):
    """A ticket as rules see it. `fields` say how each is read.

    `text`: the first message's words, where whoever asks still holds them. `event`: what the rules that are
    asked answer, where they answer something. `is_chosen`: of a ticket as it was registered, whether a person
    named its team or employee.
    """

    def __init__(
        self,
        ticket: Ticket,
        fields: Mapping[str, _Field],
        text: str | None = None,
        event: Event | None = None,
    ) -> None:
        super().__init__()
        self.is_chosen = False
        self.ticket = ticket
        self.event = event
        self._fields = fields
        self._text = text

    def __missing__(self, field: str) -> Fact:
        value = self[field] = self._fields[field].read(self)
        return value

    @property
    def text(self) -> str:
        """The words of the first message: one question to the database, when a rule asks for them."""
        if self._text is None and held_row(Ticket, self.ticket.pk) is not None:
            self._text = next((body.text for body in held_rows(MessageBody)), "")
        if self._text is None:
            bodies = MessageBody.objects.filter(message__ticket_id=self.ticket.pk).order_by("message_id")
            self._text = bodies.values_list("text", flat=True).first() or ""
        return self._text


def ticket_as_it_is(ticket_id: int) -> Ticket | None:
    """A ticket with what rules usually ask of it; None for one that is gone."""
    return held_row(Ticket, ticket_id) or next(iter(_FOUND.rows(_asked, ticket_id)), None)


def _asked(pk: int) -> Rows:
    return Ticket.objects.filter(pk=pk, deleted_at=None).values_list(*_JOINED.columns)
