"""What Otklik itself tells the client, kept in the thread: "we have your request" (REG-9)."""

from __future__ import annotations

from otklik.core import clock
from otklik.core.actors import Via
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.models import Message, MessageBody, Ticket


def announce(ticket: Ticket, content: Content, *, name: str) -> Message:
    """Add an automatic public message to the thread, in the caller's transaction.

    Nobody has spoken: the ticket's row keeps its preview, counters and turn, an employee who is writing is
    not interrupted, and no event says so (the caller's does). `name`: as whom the client reads it.
    """
    now = clock.now()
    message = Message.objects.create(
        ticket=ticket,
        kind=MessageKind.REPLY,
        public=True,
        author_kind=AuthorKind.SYSTEM,
        author_name=name[:150],
        via=Via.SYSTEM,
        automatic=True,
        created_at=now,
        released_at=now,
    )
    MessageBody.objects.create(message=message, html=content.html, text=content.text)
    return message
