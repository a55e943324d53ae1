"""Not processing a ticket, with an explanation (FLOW-9)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, NotPossible
from otklik.people.actor import Actor
from otklik.tickets.access import CHANGE_STATUS, require
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.note import add_note
from otklik.tickets.commands.reply import Reply, reply
from otklik.tickets.commands.status import move
from otklik.tickets.content import Content, from_text
from otklik.tickets.enums import Outcome, State
from otklik.tickets.models import Explanation, Ticket
from otklik.tickets.queries.explanations import explanation_named
from otklik.tickets.queries.workflow import workflow


@dataclass(frozen=True)
class Declining:
    """Why a ticket is not worked on: a prepared reason's code, other words than the prepared ones, and
    whether the client is told them; if not, they are a note."""

    reason: str
    text: str = ""
    tell_client: bool = True


@transaction.atomic
def decline(actor: Actor, ticket: Ticket, why: Declining, *, version: int | None = None) -> Ticket:
    """Close a ticket as not processed: it is asked for no rating and counts in no measure of work.

    Needs `tickets.change_status`, and `tickets.reply` or `tickets.note` for the explanation. Writes
    `reply.sent` or `note.added` and `ticket.closed` (`data.outcome`, `data.why`), as one batch. `Invalid`
    for a reason that is not offered; `NotPossible` on a closed ticket. The client's answer reopens it.
    """
    row = locked(ticket)
    require(actor, row, CHANGE_STATUS)
    expect(row, version)
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed already."))
    reason = explanation_named(why.reason)
    if reason is None:
        raise Invalid({"reason": _("Choose one of the reasons.")})
    words = _words(row, reason, why.text)
    with batch():
        if why.tell_client:
            message = reply(actor, row, Reply(words))
        else:
            message = add_note(actor, row, words)
        row.refresh_from_db()
        row.outcome = Outcome.NOT_PROCESSED
        data: dict[str, object] = {"outcome": row.outcome, "why": reason.code, "message": message.pk}
        move(actor.ref, row, workflow().system(State.CLOSED).code, data=data)
    return row


def _words(row: Ticket, reason: Explanation, text: str) -> Content:
    """The words given, else the prepared ones in the client's language."""
    if text.strip():
        return from_text(text)
    with override(row.language or None):
        prepared = str(reason.text) or str(reason.name)
    return from_text(prepared)
