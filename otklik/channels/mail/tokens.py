"""Reply tokens: what a mail of ours carries so that its answer finds the ticket and proves who was asked.

A token stands in the Message-ID (`<otk.TOKEN.DELIVERY@domain>`, which answers quote in In-Reply-To and
References) and, where the mailbox allows it, in Reply-To (`support+TOKEN@domain`). It is signed
(`core.signing`), so it cannot be made up; its purpose says what an answer to that mail is:

- `reply`: the mail went to the client's side; holder is the contact, 0 for an address of no contact;
- `reply.agent`: it went to this employee about the client; an answer is for the client;
- `reply.note`: it went to staff about internal talk, or to a list; an answer is never shown to the client.

A token of its own purpose, `returned`, stands in the envelope's sender, so that a report that quotes nothing
of our mail is known too.
"""

from __future__ import annotations

import base64
import re
import uuid

from otklik.channels.mail.claims import Purpose, Token
from otklik.core import signing

MARK = "otk"
LONGEST_HEADER = 250
_RETURNED = "returned"
_HEADER = re.compile(rf"{MARK}\.([a-z2-7]{{20,80}})\.([a-z2-7]{{26}})@", re.IGNORECASE)
_PLUS = re.compile(r"\+([a-z2-7]{20,80})@", re.IGNORECASE)
_ID = re.compile(r"<\s*([^<>\s]{3,900})\s*>")


def write(token: Token) -> str:
    """The token as text: letters and digits that survive every mail program, in lower case."""
    return signing.sign(token.purpose, token.ticket_id, token.holder_id)


def read(text: str) -> Token | None:
    """The token a text is, or None when we did not make it."""
    for purpose in Purpose:
        claim = signing.read(purpose, text)
        if claim is not None:
            return Token(claim.object_id, purpose, claim.holder_id)
    return None


def header_with(token: Token, delivery: uuid.UUID, domain: str) -> str:
    """The Message-ID of a delivery, without brackets: always the same for the same delivery."""
    return f"{MARK}.{write(token)}.{_short(delivery)}@{domain}"


def in_header(header: str) -> Token | None:
    """The token in a Message-ID."""
    match = _HEADER.search(header)
    return read(match.group(1)) if match else None


def in_address(address: str) -> Token | None:
    """The token in the plus part of an address."""
    match = _PLUS.search(address)
    return read(match.group(1)) if match else None


def delivery_in(header: str) -> uuid.UUID | None:
    """Which delivery a Message-ID of ours belongs to; None unless its token is genuine."""
    match = _HEADER.search(header)
    if match is None or read(match.group(1)) is None:
        return None
    return uuid.UUID(bytes=base64.b32decode(match.group(2).upper() + "=" * 6))


def is_same_header(one: str, other: str) -> bool:
    """Whether two Message-IDs of ours are one: token and delivery, whatever became of case and domain."""
    found, known = _HEADER.search(one), _HEADER.search(other)
    return found is not None and known is not None and found.group().lower() == known.group().lower()


def headers_in(text: str) -> list[str]:
    """Message-IDs of ours anywhere in a text, for bounces that quote the mail they return."""
    return list(dict.fromkeys(match.group() for match in _HEADER.finditer(text)))


def return_path(mailbox: str, delivery_id: int) -> str:
    """Where reports about this very delivery are to go: the envelope's sender, signed (VERP). Only for a
    mailbox that takes mail for `name+anything@…`."""
    local, _at, domain = mailbox.rpartition("@")
    return f"{local}+{signing.sign(_RETURNED, delivery_id)}@{domain}"


def returned_to(address: str) -> int | None:
    """Which delivery's id a return path of ours names; None when we did not sign it."""
    match = _PLUS.search(address)
    claim = signing.read(_RETURNED, match.group(1)) if match else None
    return claim.object_id if claim else None


def plain_header(value: str) -> str:
    """A Message-ID as we keep and compare it: without brackets and blanks, bounded."""
    match = _ID.search(value)
    return (match.group(1) if match else value.strip(" <>\t\r\n"))[:LONGEST_HEADER]


def _short(delivery: uuid.UUID) -> str:
    return base64.b32encode(delivery.bytes).decode().rstrip("=").lower()
