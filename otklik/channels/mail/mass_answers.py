"""Which mass letter a mail answers or comes back from: by what we signed alone, as anybody can quote."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.channels.mail import mass_tokens
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.models import InboundRaw
from otklik.mailings.models import Recipient
from otklik.mailings.queries import recipient_by_id


def answered_recipient(mail: InboundMail) -> Recipient | None:
    """Whose letter the mail answers; None for any other mail, which costs no query."""
    pk = mass_tokens.answered(_addresses(mail), (mail.in_reply_to, *reversed(mail.references)))
    return recipient_by_id(pk) if pk else None


def returned_recipient(line: InboundRaw, mail: InboundMail) -> Recipient | None:
    """Whose letter an automatic mail is about: a report, an absence, a receipt."""
    quoted = [mail.bounce.original_message_id, mail.full_text] if mail.bounce is not None else []
    pk = mass_tokens.returned((line.envelope_to, *_addresses(mail)), quoted)
    return recipient_by_id(pk) if pk else answered_recipient(mail)


def _addresses(mail: InboundMail) -> Sequence[str]:
    return [*mail.delivered_to, *(one.email for one in (*mail.to, *mail.cc))]
