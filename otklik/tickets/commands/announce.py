"""What Otklik itself tells the client, kept in the thread: "we have your request" (REG-9), words of rules."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.tickets.commands.locking import locked
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.events import REPLY_AUTOMATED
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


@transaction.atomic
def reply_automatically(actor: Actor, ticket: Ticket, content: Content, *, name: str) -> Message:
    """Write a rule's words to the client. For the system alone. Writes `reply.automated`.

    Nobody has answered by it: first answer, turn and clocks stay as they are. `Invalid` without words.
    """
    row = locked(ticket)
    if not actor.is_system:
        raise Denied(_("Only a rule writes automatic answers."))
    if content.is_empty:
        raise Invalid({"text": _("Write the reply or attach a file.")})
    message = announce(row, content, name=name)
    record(REPLY_AUTOMATED, actor.ref, Subject("ticket", row.pk, row.pk), data={"message": message.pk})
    return message
