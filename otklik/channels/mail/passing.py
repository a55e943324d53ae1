"""Handing a mailbox's letter over by its way out, and remembering whether that believes the mailbox."""

from __future__ import annotations

from email.message import EmailMessage
from smtplib import SMTPAuthenticationError

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import smtp
from otklik.channels.mail.commands.grants import distrust
from otklik.channels.mail.commands.refusals import note_believed, note_not_believed
from otklik.channels.mail.troubles import said_by
from otklik.channels.mail.ways import Way, hand_over, has_token


def pass_on(
    account: ChannelAccount, way: Way, recipient: str, message: EmailMessage, *, return_path: str = ""
) -> None:
    """Hand a mail of this mailbox over; returns or raises as `ways.hand_over`. Outside any transaction.

    What is not believed is counted (`MailRefusal`, from which an alarm comes), and a token that was refused
    is asked for anew; a letter that is taken, or refused for what it is, ends the count.
    """
    try:
        hand_over(way, account.sends_from, recipient, message, return_path=return_path)
    except smtp.NotBelieved as trouble:
        if has_token(way):
            distrust(account)
        note_not_believed(account, way.host, _said(trouble))
        raise
    except smtp.RefusedForGood:
        note_believed(account)
        raise
    note_believed(account)


def _said(trouble: smtp.NotBelieved) -> str:
    """What the server answered, without the words of our libraries."""
    cause = trouble.__cause__
    if isinstance(cause, SMTPAuthenticationError):
        return f"{cause.smtp_code} {said_by(cause)}"
    return str(trouble)
