"""What a client does with their ticket besides writing: confirm or withdraw it, have it done over.

The client is a contact, or whoever came by a personal link (`Actor.only_ticket`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.people.actor import Actor
from otklik.tickets.access import CHANGE_STATUS, REPLY, require
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.receive import Incoming, take_in
from otklik.tickets.commands.status import begin_again, move, work_code
from otklik.tickets.content import Content, from_text
from otklik.tickets.enums import ClientChoice, State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow

SHORTEST_REASON = 10
"""Characters a client's reason to reopen must have: enough to say what is still wrong."""


@transaction.atomic
def close_by_client(actor: Actor, ticket: Ticket, *, comment: str = "", version: int | None = None) -> Ticket:
    """The client needs nothing more: a done ticket is confirmed, one still worked on is withdrawn.

    For clients. A comment becomes a message of the thread. Writes `ticket.closed` (`data.by` = `client`).
    A closed one stays as it is.
    """
    row = locked(ticket)
    _for_clients(actor, row)
    if row.state == State.CLOSED:
        return row
    expect(row, version)
    content = from_text(comment)
    if not content.is_empty:
        said = incoming_of(actor, row, content)
        take_in(actor, row, said, public=True, choice=ClientChoice.CLOSE)
        return row
    data: dict[str, object] = {"by": "client", "withdrawn": row.is_open}
    move(actor.ref, row, workflow().system(State.CLOSED).code, data=data)
    return row


@transaction.atomic
def reopen(
    actor: Actor,
    ticket: Ticket,
    why: str,
    *,
    attachments: Sequence[Attachment] = (),
    version: int | None = None,
) -> Message:
    """The work is not done: back to it, with the reason, which is mandatory.

    A client's reason (ten characters or more) is a message of the thread; closed tickets come back within
    the limit, later `TooLate` asks for a new one. An employee needs `tickets.change_status`, their reason is
    a note, and what is closed stays closed. `NotPossible` while it is worked on. Writes `ticket.reopened`.
    """
    row = locked(ticket)
    require(actor, row, REPLY if actor.is_client else CHANGE_STATUS)
    expect(row, version)
    if row.is_open:
        raise NotPossible(_("This is being worked on already."))
    content = from_text(why)
    if actor.is_client:
        _require_reason(content.text.strip())
        said = incoming_of(actor, row, content, attachments)
        return take_in(actor, row, said, public=True)
    if row.state == State.CLOSED and not content.is_empty:
        raise NotPossible(_("A closed ticket stays closed. Register a new one that continues it."))
    return begin_again(actor, row, work_code(row), content, attachments=attachments)


def _require_reason(words: str) -> None:
    if not words:
        raise Invalid({"why": _("Say in a few words what is still wrong, so that we can mend it.")})
    if len(words) < SHORTEST_REASON:
        raise Invalid({"why": _("That is too short: say what is still wrong in ten letters or more.")})


def incoming_of(
    actor: Actor, row: Ticket, content: Content, attachments: Sequence[Attachment] = ()
) -> Incoming:
    """A client's words as a message: a contact's under their name, a link's under the ticket's address."""
    if actor.is_contact:
        return Incoming(content, actor.name, contact_id=actor.contact_id, attachments=attachments)
    return Incoming(
        content,
        row.contact_name or row.contact_email,
        author_email=row.contact_email,
        attachments=attachments,
    )


def _for_clients(actor: Actor, row: Ticket) -> None:
    if not actor.is_client:
        raise Denied(_("This is for clients: an employee changes the status."))
    require(actor, row, REPLY)
