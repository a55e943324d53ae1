"""Which mailbox speaks to the clients of a ticket, and how much one mail carries."""

from __future__ import annotations

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.tickets.models import Ticket

MAX_BYTES = 20 * 1024 * 1024
"""Files of one mail together; most servers refuse mails above 25 MB, and base64 adds a third."""


def mailbox_for(ticket: Ticket) -> ChannelAccount | None:
    """The mailbox the ticket came in by, else the default one; None when no mailbox is in use."""
    boxes = catalogue().mailboxes()
    own = next((box for box in boxes if box.pk == ticket.account_id), None)
    return own or (boxes[0] if boxes else None)
