"""What `otklik mail receive` does once the program has started."""

from __future__ import annotations

from typing import BinaryIO

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.intake import Taken, receive_raw
from otklik.core.files import chunks_of


class NoMailbox(Exception):
    """There is no enabled mailbox of that name, or none at all."""


def take_from(stream: BinaryIO, mailbox: str, *, sender: str, recipient: str) -> Taken:
    """Take the mail on a stream in for a mailbox, by its name or address; empty: its recipients decide.

    `NoMailbox` before a byte is read; otherwise as `receive_raw`.
    """
    if not catalogue().mailboxes():
        raise NoMailbox("no mailbox is set up")
    account = catalogue().mailbox(mailbox) if mailbox else None
    if mailbox and account is None:
        raise NoMailbox(f"there is no enabled mailbox {mailbox!r}")
    return receive_raw(chunks_of(stream), account, envelope_from=sender, envelope_to=recipient)
