"""An agent's public reply: stored, perhaps held back for some seconds, then released with its effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.circumstances import batch
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.events import Subject, record
from otklik.core.inserting import rewrite
from otklik.core.models import Event
from otklik.core.timers import cancel_timer, set_timer
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import CHANGE_STATUS, REPLY, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.assign import become_assignee
from otklik.tickets.commands.locking import expect_seen, locked
from otklik.tickets.commands.messages import (
    FIELDS,
    Attachment,
    Author,
    Writing,
    leave_traces,
    mention_people,
    write_message,
)
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.reading import forget_draft
from otklik.tickets.commands.status import may_move, move
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind, State
from otklik.tickets.events import REPLY_CANCELLED, REPLY_SCHEDULED, REPLY_SENT
from otklik.tickets.models import Draft, Mention, Message, MessageFile, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import refuse_missing

RELEASE = "tickets.release_scheduled"


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
    wrote meanwhile; `NotPossible` on a closed ticket or a forbidden move; nothing is kept then but the draft.
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
    message = write_message(row, writing)
    if mention_people(message, what.content.text, what.mentions):
        renew_readers(row)
    forget_draft(actor, row, MessageKind.REPLY)
    if sends_at is None:
        _take_effect(actor.ref, row, message, what.status)
        return message
    return _schedule(actor, row, message, what.status)


@transaction.atomic
def release_reply(message_id: int, status: str) -> None:
    """Let a held reply take effect: message, status, clocks, deliveries. Twice or after a cancel: nothing.

    A client's message that came meanwhile stops it, and so does deleting the ticket: the reply is cancelled
    and stands as a draft again. On a ticket closed meanwhile it is sent and moves nothing.
    """
    ticket = Message.objects.select_related("ticket").get(pk=message_id).ticket
    row = locked(ticket, even_deleted=True)
    message = Message.objects.select_related("body").get(pk=message_id)
    if message.released_at or message.cancelled_at:
        return
    by = ActorRef(ActorKind.AGENT, message.agent_id, Via(message.via))
    if row.deleted_at is not None or (row.last_public_id or 0) > message.pk:
        _cancel(by, row, message, why="deleted" if row.deleted_at else "newer_message")
        return
    message.released_at = clock.now()
    rewrite(message, ["released_at"])
    leave_traces(row, message, message.body.text)
    _take_effect(by, row, message, status)


@transaction.atomic
def cancel_reply(actor: Actor, message: Message) -> None:
    """Call a held reply back; its text returns as the author's draft. Writes `reply.cancelled`.

    `NotPossible` when it has left already, or when it is somebody else's.
    """
    row = locked(message.ticket)
    held = Message.objects.select_related("body").get(pk=message.pk)
    if held.cancelled_at:
        return
    if held.released_at or held.agent_id != actor.agent_id:
        raise NotPossible(_("The reply has already been sent."))
    _cancel(actor.ref, row, held, why="author")


def call_back(by: ActorRef, row: Ticket, message_id: int) -> bool:
    """Call a held reply of the locked ticket back, whoever wrote it; whether it had not left yet. For
    commands that have checked the right. Writes `reply.cancelled`."""
    held = Message.objects.select_related("body").filter(pk=message_id, ticket=row, released_at=None).first()
    if held is None or held.cancelled_at:
        return False
    _cancel(by, row, held, why="undone")
    return True


def _check(actor: Actor, row: Ticket, what: Reply) -> None:
    if actor.is_contact:
        raise Denied(_("This is for employees."))
    require(actor, row, REPLY)
    expect_seen(row, what.seen)
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


def _schedule(actor: Actor, row: Ticket, message: Message, status: str) -> Message:
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    event = record(
        REPLY_SCHEDULED,
        actor.ref,
        Subject("ticket", row.pk, row.pk),
        data={"message": message.pk, "status": status},
    )
    payload = {"message": message.pk, "status": status, "event": event.pk}
    set_timer(f"release:{message.pk}", RELEASE, message.sends_at or event.at, payload)
    return message


def _take_effect(by: ActorRef, row: Ticket, message: Message, status: str) -> None:
    """The reply counts from here. Who answers a ticket nobody has, and whose team it is, has taken it."""
    author = staff().agents.get(message.agent_id or 0)
    teams = author.team_ids if author else frozenset()
    if row.first_reply_at is None:
        row.first_reply_at = message.created_at
    row.returned_at = None
    standing.save(row, workflow().statuses[row.status_id], (*FIELDS, "first_reply_at", "returned_at"))
    with batch():
        record(REPLY_SENT, by, Subject("ticket", row.pk, row.pk), data={"message": message.pk})
        if row.state == State.CLOSED:
            return
        if (
            row.assignee_id is None
            and message.agent_id is not None
            and (not row.team_id or row.team_id in teams)
        ):
            become_assignee(by, row, message.agent_id)
        if status and status != workflow().statuses[row.status_id].code:
            move(by, row, status, data={"message": message.pk})


def _cancel(by: ActorRef, row: Ticket, message: Message, *, why: str) -> Event:
    message.cancelled_at = clock.now()
    message.save(update_fields=["cancelled_at"])
    cancel_timer(f"release:{message.pk}")
    _back_to_draft(row, message)
    if Mention.objects.filter(message=message).delete()[0]:
        renew_readers(row)
    row.messages -= 1
    row.files -= MessageFile.objects.filter(message=message, content_id="").count()
    standing_ones = Message.objects.filter(ticket=row, cancelled_at__isnull=True)
    row.last_message_id = standing_ones.order_by("-pk").values_list("pk", flat=True).first()
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    return record(
        REPLY_CANCELLED, by, Subject("ticket", row.pk, row.pk), data={"message": message.pk, "why": why}
    )


def _back_to_draft(row: Ticket, message: Message) -> None:
    """The words return to whoever wrote them, before what they may have begun to write meanwhile."""
    if message.agent_id is None:
        return
    begun = Draft.objects.filter(agent_id=message.agent_id, ticket=row, kind=MessageKind.REPLY).first()
    words = [message.body.text, begun.text if begun else ""]
    Draft.objects.update_or_create(
        agent_id=message.agent_id,
        ticket=row,
        kind=MessageKind.REPLY,
        defaults={"text": "\n\n".join(filter(None, words)), "updated_at": clock.now()},
    )
