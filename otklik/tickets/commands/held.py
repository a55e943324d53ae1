"""A reply that is held back: released when its time has come, called back before, overtaken in between.

Until it is released nobody but its author sees it, and the ticket's row tells nothing of it (decision 0026).
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import Subject, record
from otklik.core.inserting import rewrite
from otklik.core.models import Event
from otklik.core.queue import NotYet
from otklik.core.timers import cancel_timer, payload_of, set_timer
from otklik.people.actor import Actor
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.messages import leave_traces, mention_people
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.taking_effect import take_effect
from otklik.tickets.enums import MessageKind
from otklik.tickets.events import REPLY_CANCELLED, REPLY_SCHEDULED
from otklik.tickets.models import Draft, Message, MessageFile, Ticket
from otklik.tickets.queries.held import held_in

RELEASE = "tickets.release_scheduled"
LONGEST = 30
"""Seconds: who waits longer for second thoughts writes a draft."""
A_MOMENT = timedelta(seconds=1)
OVERTAKEN = "newer_message"


def refuse_window(seconds: int) -> None:
    """`Invalid` for an undo window there is not."""
    if not 0 <= seconds <= LONGEST:
        raise Invalid({"undo_seconds": _("From 0 to %(most)s seconds.") % {"most": LONGEST}})


def expect_no_other(row: Ticket, agent_id: int | None) -> None:
    """`Conflict` while a colleague's reply is about to leave: the writer cannot have read it."""
    other = held_in(row.pk).exclude(agent_id=agent_id or 0).values_list("author_name", flat=True).first()
    if other is not None:
        words = _("%(name)s is sending a reply right now. Read it in a few seconds, then send again.")
        raise Conflict(words % {"name": other}, code=OVERTAKEN)


def schedule(actor: Actor, row: Ticket, message: Message, status: str, mentions: list[int]) -> None:
    """Have the written reply take effect at its time. Writes `reply.scheduled`."""
    data = {"message": message.pk, "status": status}
    event = record(REPLY_SCHEDULED, actor.ref, Subject("ticket", row.pk, row.pk), data=data)
    payload = {**data, "event": event.pk, "mentions": mentions}
    set_timer(f"release:{message.pk}", RELEASE, message.sends_at or event.at, payload)


@transaction.atomic
def release_reply(message_id: int, status: str, mentions: list[int] | None = None) -> None:
    """Let a held reply take effect: message, mentions, status, clocks, deliveries. Twice or after a cancel:
    nothing.

    A newer public message stops it, and so does deleting the ticket: the reply is cancelled and stands as a
    draft again. On a ticket closed meanwhile it is sent and moves nothing. `NotYet` while an earlier one of
    the same author is held: they leave in the order they were written.
    """
    ticket = Message.objects.select_related("ticket").get(pk=message_id).ticket
    row = locked(ticket, even_deleted=True)
    message = Message.objects.select_related("body").get(pk=message_id)
    if message.released_at or message.cancelled_at:
        return
    if held_in(row.pk).filter(agent_id=message.agent_id or 0, pk__lt=message.pk).exists():
        raise NotYet(A_MOMENT)
    by = ActorRef(ActorKind.AGENT, message.agent_id, Via(message.via))
    if row.deleted_at is not None or (row.last_public_id or 0) > message.pk:
        _cancel(by, row, message, why="deleted" if row.deleted_at else OVERTAKEN)
        return
    message.released_at = clock.now()
    rewrite(message, ["released_at"])
    row.messages += 1
    row.files += MessageFile.objects.filter(message=message, content_id="").count()
    row.last_message_id = max(row.last_message_id or 0, message.pk)
    leave_traces(row, message, message.body.text)
    if mention_people(message, message.body.text, mentions or ()):
        renew_readers(row)
    take_effect(by, row, message, status)


@transaction.atomic
def cancel_reply(actor: Actor, message: Message) -> None:
    """Call a held reply back; text, files and status return as the author's draft. Writes `reply.cancelled`.

    `NotPossible` when it has left already, or when it is somebody else's. Called back before: nothing.
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


def _cancel(by: ActorRef, row: Ticket, message: Message, *, why: str) -> Event:
    message.cancelled_at = clock.now()
    message.save(update_fields=["cancelled_at"])
    status = payload_of(f"release:{message.pk}").get("status", "")
    cancel_timer(f"release:{message.pk}")
    _back_to_draft(row, message, str(status), why)
    return record(
        REPLY_CANCELLED, by, Subject("ticket", row.pk, row.pk), data={"message": message.pk, "why": why}
    )


def _back_to_draft(row: Ticket, message: Message, status: str, why: str) -> None:
    """What was sent returns to whoever wrote it, before what they may have begun to write meanwhile."""
    if message.agent_id is None:
        return
    begun = Draft.objects.filter(agent_id=message.agent_id, ticket=row, kind=MessageKind.REPLY).first()
    words = [message.body.text, begun.text if begun else ""]
    own = MessageFile.objects.filter(message=message).order_by("position").values_list("file__uid", flat=True)
    files = [*(str(uid) for uid in own), *((begun.data.get("files") or []) if begun else [])]
    data = {"files": list(dict.fromkeys(files)), "status": status, "why": why}
    Draft.objects.update_or_create(
        agent_id=message.agent_id,
        ticket=row,
        kind=MessageKind.REPLY,
        defaults={"text": "\n\n".join(filter(None, words)), "data": data, "updated_at": clock.now()},
    )
