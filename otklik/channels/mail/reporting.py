"""Which of our mails a delivery report is about.

Only by what we signed: the return path the mail left with, else its Message-ID where the report names or
quotes it. Addresses and words in a report prove nothing, as anybody can write them.
"""

from __future__ import annotations

from otklik.channels.mail import letter_tokens, tokens
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.letter_tokens import LetterMark
from otklik.channels.mail.models import InboundRaw
from otklik.notifications.models import Delivery
from otklik.notifications.queries import by_id, by_uid


def reported_header(mail: InboundMail) -> str:
    """The Message-ID of the mail a report is about: where the report names it, else where it quotes it."""
    if mail.bounce is None:
        return ""
    named = mail.bounce.original_message_id
    return named or next(iter(tokens.headers_in(mail.full_text)), "")


def reported_delivery(line: InboundRaw, mail: InboundMail) -> Delivery | None:
    """The delivery whose mail a report is about; None for no report, and for one about no mail of ours."""
    if mail.bounce is None:
        return None
    for address in (line.envelope_to, *mail.delivered_to, *(one.email for one in mail.to)):
        pk = tokens.returned_to(address)
        if pk is not None:
            return by_id(pk)
    return _by_header(reported_header(mail))


def reported_letter(line: InboundRaw, mail: InboundMail) -> LetterMark | None:
    """The letter that is no delivery and which a report is about: of an account, a contract, an alarm."""
    if mail.bounce is None:
        return None
    addresses = [line.envelope_to, *mail.delivered_to, *(one.email for one in mail.to)]
    return letter_tokens.returned(addresses, (mail.bounce.original_message_id, mail.full_text))


def _by_header(header: str) -> Delivery | None:
    """By a Message-ID that is whole: a genuine token beside another delivery's id is somebody's own make."""
    uid = tokens.delivery_in(header)
    delivery = by_uid(uid) if uid else None
    if delivery is None:
        return None
    if delivery.message_header:
        return delivery if tokens.is_same_header(header, delivery.message_header) else None
    token = tokens.in_header(header)
    return delivery if token is not None and token.ticket_id == delivery.ticket_id else None
