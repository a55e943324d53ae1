"""A client's later message, from whatever channel: the one door for mail, portal, messengers and API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, text
from otklik.core.errors import Invalid
from otklik.core.events import Audience, Change, Subject, batch, record
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.tickets import lifecycle
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.messages import FIELDS, Attachment, Author, Writing, write_message
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind, State
from otklik.tickets.events import MESSAGE_RECEIVED, STATUS_CHANGED, TICKET_REOPENED
from otklik.tickets.lifecycle import OnMessage
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow

REOPEN_DAYS = settings.declare(
    "tickets.reopen_days",
    7,
    "A client's message within this many days of closing reopens; later, a new ticket.",
)
STRICTLY_CLOSED = settings.declare(
    "tickets.closed_is_final",
    False,
    "Closed tickets are never reopened; a message makes a new linked ticket.",
)


@dataclass(frozen=True)
class Incoming:
    """A message from outside. `trusted` is False for a sender the ticket does not know (MAIL-3)."""

    content: Content
    author_name: str
    author_email: str = ""
    contact_id: int | None = None
    attachments: Sequence[Attachment] = ()
    automatic: bool = False

    @property
    def trusted(self) -> bool:
        """Written by a known contact; an unknown sender's words stay internal."""
        return self.contact_id is not None


class TooLate(Exception):
    """The ticket was closed too long ago: register a new one that continues it."""


@transaction.atomic
def receive(actor: Actor, ticket: Ticket, incoming: Incoming, *, public: bool | None = None) -> Message:
    """Add a client's message and do to the state what `lifecycle.after_client_message` says.

    Writes `message.received`, and `ticket.reopened` or `ticket.status_changed` where the state moves, as
    one batch. An unknown sender's message is internal and moves nothing, unless `public` says the
    caller has proven that the sender holds the ticket. Raises `TooLate` for a ticket closed for long.
    """
    row = locked(ticket)
    if incoming.content.is_empty and not incoming.attachments:
        raise Invalid({"text": _("Write a message or attach a file.")})
    open_to_client = incoming.trusted if public is None else public
    moves = open_to_client and not incoming.automatic
    effect = _effect(row) if moves else OnMessage.KEEP
    if effect is OnMessage.CONTINUE:
        raise TooLate
    with batch():
        message = _write(actor, row, incoming, open_to_client)
        if effect is OnMessage.KEEP:
            standing.save(row, workflow().statuses[row.status_id], FIELDS)
        audience = Audience.PUBLIC if open_to_client else Audience.INTERNAL
        subject = Subject("ticket", row.pk, row.pk)
        data = {"message": message.pk, "automatic": incoming.automatic}
        if effect is not OnMessage.KEEP:
            changes = _back_to_work(row)
            record(MESSAGE_RECEIVED, actor.ref, subject, data=data, audience=audience)
            kind = TICKET_REOPENED if effect is OnMessage.REOPEN else STATUS_CHANGED
            record(kind, actor.ref, subject, changes=changes, data={"message": message.pk})
        else:
            record(MESSAGE_RECEIVED, actor.ref, subject, data=data, audience=audience)
    return message


def _effect(ticket: Ticket) -> OnMessage:
    return lifecycle.after_client_message(
        State(ticket.state),
        closed_at=ticket.closed_at,
        now=clock.now(),
        reopen_within=timedelta(days=REOPEN_DAYS.get()),
        strictly_final=STRICTLY_CLOSED.get(),
    )


def _write(actor: Actor, ticket: Ticket, incoming: Incoming, public: bool) -> Message:
    kind = AuthorKind.CONTACT if incoming.contact_id else AuthorKind.SENDER
    name = incoming.author_name or incoming.author_email
    author = Author(kind, name, text.email_key(incoming.author_email), contact_id=incoming.contact_id)
    return write_message(
        ticket,
        Writing(
            author,
            incoming.content,
            MessageKind.REPLY if public else MessageKind.NOTE,
            public=public,
            via=actor.via,
            attachments=incoming.attachments,
            automatic=incoming.automatic,
        ),
    )


def _back_to_work(ticket: Ticket) -> list[Change]:
    flow = workflow()
    code = lifecycle.work_status(
        has_assignee=ticket.assignee_id is not None, has_team=ticket.team_id is not None
    )
    status = flow.named(code) or flow.system(State.OPEN)
    changes = [Change("status", flow.statuses[ticket.status_id].code, status.code)]
    if ticket.state in (State.RESOLVED, State.CLOSED):
        ticket.reopened += 1
        ticket.resolved_at = None
        ticket.closed_at = None
    ticket.postponed_until = None
    ticket.postponed_why = ""
    fields = ("reopened", "resolved_at", "closed_at", "postponed_until", "postponed_why", *FIELDS)
    standing.save(ticket, status, fields)
    return changes
