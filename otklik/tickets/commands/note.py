"""Internal notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import NOTE, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.messages import (
    FIELDS,
    Attachment,
    Author,
    Writing,
    mention_people,
    write_message,
)
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.reading import forget_draft
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.events import NOTE_ADDED
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow


@transaction.atomic
def add_note(
    actor: Actor,
    ticket: Ticket,
    content: Content,
    *,
    attachments: Sequence[Attachment] = (),
    invited: Sequence[int] = (),
) -> Message:
    """Write a note the client never sees. Needs `tickets.note`. Writes `note.added` with who is mentioned.

    A colleague who is mentioned may read the ticket from then on: naming them is the invitation.
    """
    row = locked(ticket)
    require(actor, row, NOTE)
    if content.is_empty and not attachments:
        raise Invalid({"text": _("Write the note or attach a file.")})
    message = write_note(actor, row, content, attachments=attachments, invited=invited)
    forget_draft(actor, row, MessageKind.NOTE)
    return message


def write_note(
    actor: Actor,
    row: Ticket,
    content: Content,
    *,
    attachments: Sequence[Attachment] = (),
    invited: Sequence[int] = (),
) -> Message:
    """A note on the locked ticket; for commands that have checked their own right, whose words are not the
    note somebody may have begun to write. Writes `note.added`.
    """
    author = Author(AuthorKind.AGENT, actor.name, actor.email, agent_id=actor.agent_id)
    if actor.is_system:
        author = Author(AuthorKind.SYSTEM, actor.name)
    message = write_message(
        row, Writing(author, content, MessageKind.NOTE, public=False, via=actor.via, attachments=attachments)
    )
    mentioned = mention_people(message, content.text, invited)
    if mentioned:
        renew_readers(row)
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    data = {"message": message.pk, "mentions": mentioned}
    record(NOTE_ADDED, actor.ref, Subject("ticket", row.pk, row.pk), data=data)
    return message
