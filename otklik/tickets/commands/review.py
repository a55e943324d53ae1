"""What stands on a ticket of the client's verdict, and a lead's look at it.

The rating itself belongs to `surveys`, which calls `take_rating`; the columns are here so that lists and
views need not look upwards.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.circumstances import batch
from otklik.core.errors import Denied, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import may_review_this
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.note import write_note
from otklik.tickets.commands.status import move
from otklik.tickets.content import from_text
from otklik.tickets.enums import State
from otklik.tickets.events import RATING_TAKEN, TICKET_COMPLAINED, TICKET_REVIEWED
from otklik.tickets.models import Ticket
from otklik.tickets.queries.complaints import LOW, is_complaint_type
from otklik.tickets.queries.workflow import workflow

FIELDS = ("rating", "complaint_at", "review_since", "version", "updated_at")


def take_rating(by: ActorRef, row: Ticket, value: int, *, has_comment: bool, closes: bool) -> None:
    """Put a rating on the locked ticket; a low one makes it a complaint, a better one later takes that back,
    also after the work was done again (the mark of before is gone then, the complaint is not). A low one
    while a lead still has to look at the former tells nobody again.

    `closes`: it confirms the work, so a done ticket is closed. Writes `ticket.rated`, then
    `ticket.complained` or `ticket.closed` where they follow, as one batch.
    """
    before, row.rating = row.rating, value
    is_low, was_low = value <= LOW.get(), before is not None and before <= LOW.get()
    if not is_low and not is_complaint_type(row.type_id):
        row.complaint_at = row.review_since = None
    subject = Subject("ticket", row.pk, row.pk)
    with batch():
        _save(row)
        changes = [Change("rating", before, value)]
        record(RATING_TAKEN, by, subject, changes=changes, data={"comment": has_comment})
        if is_low and not was_low and row.review_since is None:
            complain(by, row, "rating")
        if closes and row.state == State.RESOLVED:
            move(by, row, workflow().system(State.CLOSED).code, data={"by": "rating"})


def complain(by: ActorRef, row: Ticket, why: str) -> None:
    """Make the locked ticket a complaint that waits for a lead. Writes `ticket.complained`."""
    now = clock.now()
    row.complaint_at = row.complaint_at or now
    row.review_since = row.review_since or now
    _save(row)
    record(TICKET_COMPLAINED, by, Subject("ticket", row.pk, row.pk), data={"why": why})


@transaction.atomic
def mark_reviewed(actor: Actor, ticket: Ticket, note: str = "") -> Ticket:
    """A lead has looked at a low rating or complaint: it leaves their views, the mark stays on the card.

    Needs `tickets.review`, or to lead the ticket's team. Writes `ticket.reviewed`, and the note before it.
    `NotPossible` when nothing waits.
    """
    row = locked(ticket)
    if not may_review_this(actor, row):
        raise Denied(_("Only a lead can mark this as reviewed."))
    if row.review_since is None:
        raise NotPossible(_("Nothing waits to be reviewed here."))
    content = from_text(note)
    with batch():
        data: dict[str, object] = {}
        if not content.is_empty:
            data["note"] = write_note(actor, row, content).pk
        row.review_since = None
        _save(row)
        record(TICKET_REVIEWED, actor.ref, Subject("ticket", row.pk, row.pk), data=data)
    return row


def _save(row: Ticket) -> None:
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=FIELDS)
