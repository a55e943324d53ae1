"""The tables of mass messages, of their recipients, and of who wants none."""

from otklik.mailings.models.mailing import Mailing, MailingFile
from otklik.mailings.models.recipient import Recipient
from otklik.mailings.models.unsubscription import Unsubscription

__all__ = ["Mailing", "MailingFile", "Recipient", "Unsubscription"]
