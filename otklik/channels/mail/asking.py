"""What an answer to a delivery will mean: the token it leaves with."""

from __future__ import annotations

from otklik.channels.mail.claims import Purpose, Token
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.models import Delivery


def token_for(delivery: Delivery) -> Token:
    """For clients the ticket's; for an employee "speaks to the client", unless the letter is about internal
    words (a note, an unknown sender's message, a mention, a rule's) or went to a list: then an answer stays
    inside."""
    if delivery.audience == Audience.CLIENT:
        return Token(delivery.ticket_id, Purpose.CLIENT, delivery.contact_id or 0)
    if delivery.agent_id is None or _is_internal(delivery):
        return Token(delivery.ticket_id, Purpose.NOTE, delivery.agent_id or 0)
    return Token(delivery.ticket_id, Purpose.AGENT, delivery.agent_id)


def _is_internal(delivery: Delivery) -> bool:
    return delivery.letter in (Letter.MENTION, Letter.NOTICE) or (
        delivery.message is not None and not delivery.message.public
    )
