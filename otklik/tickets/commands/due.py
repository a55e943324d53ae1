"""When a ticket must be resolved, as a person plans it and as those who load tickets say it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import EDIT, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.events import TICKET_EDITED
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow


@transaction.atomic
def plan_resolution(
    actor: Actor, ticket: Ticket, due_at: datetime | None, *, version: int | None = None
) -> Ticket:
    """Promise the solution by a moment still to come; None: let the SLA rules say it again (SLA-3).

    Needs `tickets.edit`. What a person plans stays, whatever the rules come to, until it is computed again.
    Writes `ticket.edited` with `due_at` from and to. `NotPossible` for finished tickets, `Conflict` on a
    stale `version`.
    """
    row = locked(ticket)
    require(actor, row, EDIT)
    expect(row, version)
    if not row.is_open:
        raise NotPossible(_("The ticket is finished: there is nothing to plan. Reopen it first."))
    if due_at is not None and due_at <= clock.now():
        raise Invalid({"due_at": _("Choose a moment that is still to come.")})
    _put(row, due_at, actor.ref)
    return row


@transaction.atomic
def set_due(by: ActorRef, ticket: Ticket, due_at: datetime | None) -> None:
    """Write the moment the ticket must be resolved by, for whoever brings tickets along with theirs.

    Writes `ticket.edited` with `due_at` from and to, only when it changed.
    """
    _put(locked(ticket), due_at, by)


def _put(row: Ticket, due_at: datetime | None, by: ActorRef) -> None:
    if row.due_at == due_at:
        return
    before = row.due_at.isoformat() if row.due_at else None
    change = Change("due_at", before, due_at.isoformat() if due_at else None)
    row.due_at = due_at
    standing.save(row, workflow().statuses[row.status_id], ("due_at",))
    record(TICKET_EDITED, by, Subject("ticket", row.pk, row.pk), changes=[change])
