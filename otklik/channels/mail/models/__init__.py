"""Tables of the mail channel."""

from otklik.channels.mail.models.alarm import MailAlarm
from otklik.channels.mail.models.blocked import BlockedSender
from otklik.channels.mail.models.dkim import DkimKey
from otklik.channels.mail.models.hook import MailHandedOver, MailHook
from otklik.channels.mail.models.ledger import InboundRaw, MailMessageId
from otklik.channels.mail.models.mailbox import Mailbox
from otklik.channels.mail.models.oauth import MailGrant, OAuthClient
from otklik.channels.mail.models.refusal import MailRefusal
from otklik.channels.mail.models.server import MailFolder, MailLease, MailPolling, MailServer, MailUidl

__all__ = [
    "BlockedSender",
    "DkimKey",
    "InboundRaw",
    "MailAlarm",
    "MailFolder",
    "MailGrant",
    "MailHandedOver",
    "MailHook",
    "MailLease",
    "MailMessageId",
    "MailPolling",
    "MailRefusal",
    "MailServer",
    "MailUidl",
    "Mailbox",
    "OAuthClient",
]
