"""Tables of the mail channel."""

from otklik.channels.mail.models.ledger import InboundRaw, MailMessageId
from otklik.channels.mail.models.mailbox import Mailbox

__all__ = ["InboundRaw", "MailMessageId", "Mailbox"]
