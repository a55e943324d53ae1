"""Message-IDs by which answers will find their ticket."""

from __future__ import annotations

from otklik.channels.mail.models import MailMessageId
from otklik.core import clock
from otklik.core.inserting import insert_missing
from otklik.notifications.models import Delivery
from otklik.tickets.models import Message


def remember_received(header: str, message: Message) -> None:
    """The mail a message came as. An id that is known already keeps its first owner."""
    if header:
        row = MailMessageId(
            header=header, ticket_id=message.ticket_id, message=message, created_at=clock.now()
        )
        insert_missing([row])


def remember_sent(delivery: Delivery, header: str) -> None:
    """A mail of ours that left; called inside the transaction that marks the delivery."""
    row = MailMessageId(
        header=header,
        ticket_id=delivery.ticket_id,
        message_id=delivery.message_id,
        delivery=delivery,
        created_at=clock.now(),
    )
    insert_missing([row])
