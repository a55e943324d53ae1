"""Taking a ticket for writing, and refusing to overwrite what somebody else changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import Conflict, NotFound
from otklik.tickets.models import Ticket


def locked(ticket: Ticket, *, even_deleted: bool = False) -> Ticket:
    """The ticket's row as it is now, locked until the transaction ends (SQLite has one writer anyway).

    `NotFound` for one that was deleted meanwhile: what is written there nobody would see.
    """
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if row.deleted_at is not None and not even_deleted:
        raise NotFound(_("There is no such ticket, or it is not open to you."))
    return row


def expect(ticket: Ticket, version: int | None) -> None:
    """`Conflict` when the ticket was changed after `version` was read; None: no expectation."""
    if version is not None and ticket.version != version:
        raise Conflict(_("Somebody changed this ticket meanwhile. Look at the new state and repeat."))


def expect_seen(ticket: Ticket, last_public_id: int | None) -> None:
    """`Conflict` when a public message appeared that the writer has not seen; None: no expectation."""
    if last_public_id is not None and (ticket.last_public_id or 0) > last_public_id:
        raise Conflict(
            _("A new message came while you were writing. Read it, then send again."), code="newer_message"
        )
