"""What a ticket's row tells of its thread, worked out anew where messages came or went."""

from __future__ import annotations

from otklik.tickets.audit import thread_of
from otklik.tickets.commands.messages import FIELDS
from otklik.tickets.models import Ticket
from otklik.tickets.queries.audit import said_in

TRACED = (*FIELDS, "first_reply_at")


def retrace(row: Ticket) -> None:
    """Put the traces of the thread as it stands now on the locked ticket (unsaved: see `TRACED`)."""
    for name, value in thread_of(said_in([row.pk])[row.pk]).items():
        setattr(row, name, value)
