"""A ticket that came to the wrong mailbox goes to the right one (REG-15)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import ASSIGN, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.assign import assign
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.enums import State
from otklik.tickets.events import TICKET_READDRESSED
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow


@transaction.atomic
def readdress(actor: Actor, ticket: Ticket, account: ChannelAccount, *, version: int | None = None) -> Ticket:
    """Let the ticket be as if it had come to this mailbox: its letters leave from there, under its brand, and
    its team takes over; a mailbox without a team leaves the ticket where it is.

    Needs `tickets.assign`, for another team also `tickets.transfer`. Writes `ticket.readdressed`, then what
    `assign` writes, as one step. The mailbox it has already changes nothing; `Conflict` on a stale `version`,
    `Invalid` for a mailbox out of use, `NotPossible` for a closed ticket.
    """
    row = locked(ticket)
    require(actor, row, ASSIGN)
    if row.account_id == account.pk:
        return row
    expect(row, version)
    if account.kind != ChannelAccount.Kind.MAIL or not account.enabled:
        raise Invalid({"mailbox": _("There is no such mailbox, or it is out of use.")})
    if row.state == State.CLOSED:
        raise NotPossible(_("The ticket is closed. Reopen it or register a new one."))
    changes = [Change("account", row.account_id, account.pk)]
    with batch():
        row.account, row.brand = account, account.brand
        standing.save(row, workflow().statuses[row.status_id], ("account", "brand"))
        record(TICKET_READDRESSED, actor.ref, Subject("ticket", row.pk, row.pk), changes=changes)
        if account.team_id is not None and account.team_id != row.team_id:
            why = f"account:{account.name}"
            return assign(actor, row, agent_id=None, team_id=account.team_id, why=why)
    return row
