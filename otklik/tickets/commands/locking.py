"""Taking a ticket for writing, and refusing to overwrite what somebody else changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.core.errors import Conflict, NotFound
from otklik.core.holding import held_row
from otklik.core.prepared import Prepared, Rows, Whole
from otklik.tickets.models import Ticket

_WHOLE = Whole(Ticket)
_LOCKED = Prepared(_WHOLE.row)


def locked(ticket: Ticket, *, even_deleted: bool = False, even_merged: bool = False) -> Ticket:
    """The ticket's row as it is now, locked until the transaction ends (SQLite has one writer anyway).

    `NotFound` for one that was deleted meanwhile, `Conflict` for one that was merged: what is written there
    nobody would see.
    """
    if transaction.get_autocommit():
        raise transaction.TransactionManagementError("nothing is locked outside a transaction")
    row = held_row(Ticket, ticket.pk) or next(iter(_LOCKED.rows(_asked, ticket.pk)), None)
    if row is None:
        raise Ticket.DoesNotExist
    if row.deleted_at is not None and not even_deleted:
        raise NotFound(_("There is no such ticket, or it is not open to you."))
    if row.merged_into_id is not None and not even_merged:
        raise Conflict(_("No. %(number)s was merged meanwhile.") % {"number": row.number})
    return row


def lock_all(ids: Iterable[int]) -> None:
    """Lock several tickets, in the order of their registration, before any of them is changed.

    For whoever changes several in one transaction: a change may go on to rows that tickets share (whose turn
    it is in a team), and who held those would wait for a ticket whose holder waits for them.
    """
    list(for_change(Ticket.objects.filter(pk__in=ids)).order_by("pk").values_list("pk"))


def locked_if_there(ticket_id: int) -> Ticket | None:
    """The row as of `locked`, for work that was set in motion before; None where it was deleted meanwhile."""
    return for_change(Ticket.objects.filter(pk=ticket_id, deleted_at=None)).first()


def for_change(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The rows locked until the transaction ends, against whoever would change them too.

    Not against those who write of them: who saw a ticket, a letter or a line of its history refer to a key
    that never changes, and need not wait (PostgreSQL's FOR NO KEY UPDATE; SQLite has one writer anyway).
    """
    return rows.select_for_update(of=("self",) if rows.query.select_related else (), no_key=True)


def _asked(pk: int) -> Rows:
    return for_change(Ticket.objects.filter(pk=pk)).values_list(*_WHOLE.columns)


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
