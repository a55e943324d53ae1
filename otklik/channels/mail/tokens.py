"""Reply tokens: what a mail of ours carries so that its answer finds the ticket and proves who was asked.

A token stands in the Message-ID (`<otk.TOKEN.DELIVERY@domain>`, which answers quote in In-Reply-To and
References) and, where the mailbox allows it, in Reply-To (`support+TOKEN@domain`). It is signed
(`core.signing`), so it cannot be made up; its purpose says what an answer to that mail is:

- `reply`: the mail went to the client's side; holder is the contact, 0 for an address of no contact;
- `reply.agent`: it went to this employee about the client; an answer is for the client;
- `reply.note`: it went to staff about internal talk, or to a list; an answer is never shown to the client.
"""

from __future__ import annotations

import base64
import re
import uuid

from otklik.channels.mail.claims import Purpose, Token
from otklik.core import signing

MARK = "otk"
LONGEST_HEADER = 250
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


def headers_in(text: str) -> list[str]:
    """Message-IDs of ours anywhere in a text, for bounces that quote the mail they return."""
    return list(dict.fromkeys(match.group() for match in _HEADER.finditer(text)))


def plain_header(value: str) -> str:
    """A Message-ID as we keep and compare it: without brackets and blanks, bounded."""
    match = _ID.search(value)
    return (match.group(1) if match else value.strip(" <>\t\r\n"))[:LONGEST_HEADER]


def _short(delivery: uuid.UUID) -> str:
    return base64.b32encode(delivery.bytes).decode().rstrip("=").lower()
