"""What a mass letter carries so that its answer and its return are known: signed marks of their own, apart
from those of tickets (`tokens`), as there is no ticket before somebody answers.

The Message-ID is `<otkm.MARK.LETTER@domain>`; where the mailbox allows it, Reply-To is `support+MARK@domain`
and the envelope's sender the same with a mark of another purpose.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from otklik.core import signing
from otklik.mailings.models import Recipient

_REPLY = "mailing.reply"
_RETURNED = "mailing.returned"
_HEADER = re.compile(r"otkm\.([a-z2-7]{20,80})\.[a-z2-7]{26}@", re.IGNORECASE)
_PLUS = re.compile(r"\+([a-z2-7]{20,80})@", re.IGNORECASE)


def header_of(recipient: Recipient, domain: str) -> str:
    """The letter's Message-ID without brackets: always the same for the same recipient."""
    letter = base64.b32encode(recipient.uid.bytes).decode().rstrip("=").lower()
    return f"otkm.{_mark(_REPLY, recipient)}.{letter}@{domain}"


def reply_address(mailbox: str, recipient: Recipient) -> str:
    """Where an answer goes, for a mailbox that takes mail for `name+anything@…`."""
    return _plus(mailbox, _mark(_REPLY, recipient))


def return_path(mailbox: str, recipient: Recipient) -> str:
    """Where a report that the letter did not arrive goes (VERP), for such a mailbox."""
    return _plus(mailbox, _mark(_RETURNED, recipient))


def answered(addresses: Iterable[str], headers: Iterable[str]) -> int | None:
    """Which recipient's letter a mail with these recipients and quoted Message-IDs answers."""
    return _first(_REPLY, [*_found(_PLUS, addresses), *_found(_HEADER, headers)])


def returned(addresses: Iterable[str], texts: Iterable[str]) -> int | None:
    """Which recipient's letter a report is about, by where it went, else by a Message-ID it quotes."""
    by_address = _first(_RETURNED, _found(_PLUS, addresses))
    return by_address if by_address is not None else _first(_REPLY, _found(_HEADER, texts))


def _mark(purpose: str, recipient: Recipient) -> str:
    return signing.sign(purpose, recipient.pk, recipient.contact_id)


def _plus(mailbox: str, mark: str) -> str:
    local, _at, domain = mailbox.rpartition("@")
    return f"{local}+{mark}@{domain}"


def _found(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    return [match.group(1) for text in texts for match in pattern.finditer(text)]


def _first(purpose: str, marks: Iterable[str]) -> int | None:
    claims = (signing.read(purpose, mark) for mark in marks)
    return next((claim.object_id for claim in claims if claim is not None), None)
