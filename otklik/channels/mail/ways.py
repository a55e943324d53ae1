"""The ways a mail leaves: to a mail server, or by the API of a provider; the outcome is told the same."""

from __future__ import annotations

from email.message import EmailMessage

from otklik.channels.mail import sending_api, smtp
from otklik.channels.mail.sending_api import Api

Way = smtp.Server | Api


def hand_over(way: Way, sender: str, recipient: str, message: EmailMessage, *, return_path: str = "") -> None:
    """Hand the mail over; returns or raises as `smtp.send`. A provider sets a return path of its own."""
    if isinstance(way, Api):
        sending_api.send(way, sender, recipient, message)
        return
    smtp.send(way, sender, recipient, message, return_path=return_path)


def has_token(way: Way) -> bool:
    """Whether a mail provider's token opens it, which may have to be asked for anew."""
    return isinstance(way, smtp.Server) and bool(way.token)
