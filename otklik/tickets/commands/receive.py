"""A client's later message, from whatever channel: the one door for mail, portal, messengers and API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, text
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid
from otklik.core.events import Audience, Subject, record
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.tickets import lifecycle
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.messages import FIELDS, Attachment, Author, Writing, write_message
from otklik.tickets.commands.status import Step, step_to, work_code
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, ClientChoice, MessageKind, State
from otklik.tickets.events import MESSAGE_RECEIVED
from otklik.tickets.lifecycle import OnMessage
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.thanks import is_thanks

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
ANSWER_KEEPS_STATE = settings.declare(
    "tickets.answer_keeps_state",
    False,
    "A client's answer leaves a ticket that waits for them as it is, unless they choose otherwise.",
)
THANKS_KEEP_DONE = settings.declare(
    "tickets.thanks_keep_done",
    True,
    "A message that says thanks and nothing else leaves done work done.",
)
CLIENT_CHOICES = settings.declare(
    "tickets.client_choices",
    [ClientChoice.DONE.value, ClientChoice.CLOSE.value],
    "What clients may choose with an answer besides leaving the request as it is: done, close.",
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
def receive(
    actor: Actor,
    ticket: Ticket,
    incoming: Incoming,
    *,
    public: bool | None = None,
    choice: ClientChoice = ClientChoice.LEAVE,
) -> Message:
    """Add a client's message and do to the state what `lifecycle.after_client_message` says, or what the
    client chose with it (`choice`; `Invalid` for one that is not offered).

    Writes `message.received`, and `ticket.reopened`, `ticket.status_changed`, `ticket.resolved` or
    `ticket.closed` where the state moves, as one batch. An unknown sender's message is internal and moves
    nothing, unless `public` says the caller has proven that the sender holds the ticket. Nor does one that
    says thanks for done work and nothing else (`data.thanks`). Raises `TooLate` for a ticket closed for long.
    """
    if choice is not ClientChoice.LEAVE and choice not in CLIENT_CHOICES.get():
        raise Invalid({"choice": _("This cannot be chosen.")})
    return take_in(actor, locked(ticket), incoming, public=public, choice=choice)


def take_in(
    actor: Actor,
    row: Ticket,
    incoming: Incoming,
    *,
    public: bool | None = None,
    choice: ClientChoice = ClientChoice.LEAVE,
) -> Message:
    """What `receive` does, for commands that hold the ticket's lock and have checked the choice."""
    if incoming.content.is_empty and not incoming.attachments:
        raise Invalid({"text": _("Write a message or attach a file.")})
    open_to_client = incoming.trusted if public is None else public
    moves = open_to_client and not incoming.automatic
    thanks = moves and choice is ClientChoice.LEAVE and _only_thanks(row, incoming)
    code = _next_code(row, choice) if moves and not thanks else ""
    was_open = row.is_open
    with batch():
        message = _write(actor, row, incoming, open_to_client)
        step = _saved(row, code)
        audience = Audience.PUBLIC if open_to_client else Audience.INTERNAL
        subject = Subject("ticket", row.pk, row.pk)
        data = {"message": message.pk, "automatic": incoming.automatic}
        if thanks:
            data["thanks"] = True
        record(MESSAGE_RECEIVED, actor.ref, subject, data=data, audience=audience)
        if step is not None:
            facts: dict[str, object] = {"message": message.pk}
            if choice is not ClientChoice.LEAVE:
                facts |= {"by": "client", "withdrawn": was_open and row.state == State.CLOSED}
            record(step.kind, actor.ref, subject, changes=step.changes, data=facts)
    return message


def _only_thanks(row: Ticket, incoming: Incoming) -> bool:
    """Done work that is thanked for stays done (NEW-11); a file says more than thanks."""
    is_done = row.state == State.RESOLVED and THANKS_KEEP_DONE.get()
    return is_done and not incoming.attachments and is_thanks(incoming.content.text)


def _saved(row: Ticket, code: str) -> Step | None:
    """The row written with its new last words, and in another status where one is named."""
    if code and code != workflow().statuses[row.status_id].code:
        return step_to(row, code, fields=FIELDS)
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    return None


def _next_code(row: Ticket, choice: ClientChoice) -> str:
    """The status the ticket comes into with the message; empty: it keeps its own. Raises `TooLate`."""
    flow, state = workflow(), State(row.state)
    if choice is ClientChoice.CLOSE or (choice is ClientChoice.DONE and state is State.RESOLVED):
        return flow.system(State.CLOSED).code
    if choice is ClientChoice.DONE and state is not State.CLOSED:
        return flow.system(State.RESOLVED).code
    effect = _effect(row)
    if effect is OnMessage.CONTINUE:
        raise TooLate
    return "" if effect is OnMessage.KEEP else work_code(row)


def _effect(ticket: Ticket) -> OnMessage:
    return lifecycle.after_client_message(
        State(ticket.state),
        closed_at=ticket.closed_at,
        now=clock.now(),
        reopen_within=timedelta(days=REOPEN_DAYS.get()),
        strictly_final=STRICTLY_CLOSED.get(),
        keeps_waiting=ANSWER_KEEPS_STATE.get(),
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
