"""An agent's public reply: stored, and sent at once or held back for some seconds (`commands.held`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.people.actor import Actor
from otklik.tickets.access import CHANGE_STATUS, REPLY, require
from otklik.tickets.commands.held import expect_no_other, refuse_window, schedule
from otklik.tickets.commands.locking import expect_seen, locked
from otklik.tickets.commands.messages import (
    Attachment,
    Author,
    Writing,
    insert,
    mention_people,
    new_message,
    write_message,
)
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.reading import forget_draft
from otklik.tickets.commands.status import may_move
from otklik.tickets.commands.taking_effect import take_effect
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind, State
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import refuse_missing


@dataclass(frozen=True)
class Reply:
    """What an agent sends: text, files, copies, who is invited, and the status afterwards (a code, or none).

    `seen` is the last public message the author had before them: a newer one stops the sending.
    """

    content: Content
    attachments: Sequence[Attachment] = ()
    cc: Sequence[str] = ()
    mentions: Sequence[int] = ()
    status: str = ""
    seen: int | None = None
    undo_seconds: int = 0


@transaction.atomic
def reply(actor: Actor, ticket: Ticket, what: Reply) -> Message:
    """Answer the client. Needs `tickets.reply` and a hold on the ticket; with a status, its right too.

    At once: `reply.sent` and, with a status, its change, in one batch. With `undo_seconds`:
    `reply.scheduled` now and the rest in `release_reply`. `Conflict("newer_message")` when the client
    wrote meanwhile or a colleague's reply is about to leave; `NotPossible` on a closed ticket or a forbidden
    move; nothing is kept then but the draft.
    """
    row = locked(ticket)
    _check(actor, row, what)
    sends_at = clock.now() + timedelta(seconds=what.undo_seconds) if what.undo_seconds else None
    author = Author(AuthorKind.AGENT, actor.name, actor.email, agent_id=actor.agent_id)
    resolves = bool(what.status) and workflow().by_code[what.status].state == State.RESOLVED
    writing = Writing(
        author,
        what.content,
        MessageKind.REPLY,
        public=True,
        via=actor.via,
        attachments=what.attachments,
        cc=what.cc,
        is_solution=resolves,
        sends_at=sends_at,
    )
    if sends_at is not None:
        message = new_message(row, writing)
        insert(message, writing)
        schedule(actor, row, message, what.status, list(what.mentions))
    else:
        message = write_message(row, writing)
        if mention_people(message, what.content.text, what.mentions):
            renew_readers(row)
        take_effect(actor.ref, row, message, what.status)
    forget_draft(actor, row, MessageKind.REPLY)
    return message


def _check(actor: Actor, row: Ticket, what: Reply) -> None:
    if actor.is_contact:
        raise Denied(_("This is for employees."))
    require(actor, row, REPLY)
    refuse_window(what.undo_seconds)
    expect_seen(row, what.seen)
    if what.seen is not None:
        expect_no_other(row, actor.agent_id)
    if what.content.is_empty and not what.attachments:
        raise Invalid({"text": _missing(what)})
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed. Reopen it or register a new one."))
    if what.status:
        require(actor, row, CHANGE_STATUS)
        target = may_move(actor, row, what.status)
        refuse_missing(row, target.requires)
        if target.asks_until:
            raise Invalid({"status": _("This status asks until when: send the reply, then set it.")})


def _missing(what: Reply) -> str:
    target = workflow().named(what.status) if what.status else None
    if target is not None and target.state == State.RESOLVED:
        return _("Write what was done: the client gets it with the news.")
    return _("Write the reply or attach a file.")
