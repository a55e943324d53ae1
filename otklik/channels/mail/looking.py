"""A letter to look at: the raw mail read anew in the bounded child."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.channels.mail.bounds import MailFailed, MailRefused, ReaderUnavailable
from otklik.channels.mail.child import parse_bounded
from otklik.channels.mail.looks import page_of, remote_addresses
from otklik.channels.mail.queries import original_for
from otklik.channels.mail.remote_pictures import loaded
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Look:
    """`page`: for a frame with `looks.FRAME_POLICY`, empty where the mail cannot be read.

    `remote`: how many pictures stand elsewhere.
    """

    page: str
    remote: int


def letter_for(actor: Actor, uid: str, *, with_remote: bool = False) -> Look:
    """The letter behind a message, for whoever may see its original; NotFound for others.

    `with_remote` loads the pictures that stand elsewhere, through us: takes seconds, not in a transaction.
    """
    raw = original_for(actor, uid)
    try:
        mail = parse_bounded(raw)
    except (MailRefused, MailFailed, ReaderUnavailable):
        return Look("", 0)
    addresses = remote_addresses(mail)
    return Look(page_of(mail, loaded(addresses) if with_remote else {}), len(addresses))
