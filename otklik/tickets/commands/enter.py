"""Coming to a status with all it asks for: until when, why, the solution in words (FLOW-1, FLOW-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.people.actor import Actor
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.reply import Reply, reply
from otklik.tickets.commands.status import set_status
from otklik.tickets.content import Content
from otklik.tickets.models import Ticket

NOTHING = Content("", "")


@dataclass(frozen=True)
class Entering:
    """What was said with the move. `solution`: words for the client, sent with it."""

    until: datetime | None = None
    why: str = ""
    solution: Content = NOTHING


@transaction.atomic
def enter(actor: Actor, ticket: Ticket, code: str, said: Entering, *, version: int | None = None) -> Ticket:
    """Move a ticket to a status, with a solution as an answer that brings it there.

    Needs and writes what `set_status` does, and with a solution what `reply` does. `Asked` names what the
    status asks for and nobody gave.
    """
    if said.solution.is_empty:
        return set_status(actor, ticket, code, version=version, until=said.until, why=said.why)
    row = locked(ticket)
    expect(row, version)
    reply(actor, row, Reply(said.solution, status=code))
    row.refresh_from_db()
    return row
