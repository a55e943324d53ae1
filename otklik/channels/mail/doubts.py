"""What about a mail's sender should make a person look twice. Pure.

Nothing is refused for it: the sender is shown as the mail names them, and marked. A name that is somebody
else's address is the commonest way to be taken for a director; two From lines and an address inside an
encoded word (RFC 2047 section 5 forbids it) are shown differently by every mail program. Whether the
sender's domain vouches for the mail (DMARC) is what the receiving server wrote above it (RFC 8601).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import takewhile

from otklik.channels.mail.headers import Headers, decode_words

_ADDRESS = re.compile(r"[^\s@<>\"(),;:\[\]]{1,64}@[^\s@<>\"(),;:]{1,255}")
_WORD = re.compile(r"=\?[^?\s]{1,60}\?[BbQq]\?[^?]*\?=")
_COMMENT = re.compile(r"\([^()]{0,300}\)")
_DMARC_FAILED = re.compile(r"(?:^|;)\s*dmarc\s*=\s*fail\b", re.IGNORECASE)
_MOST_RESULTS = 20
_LONGEST_RESULT = 4000
_LONGEST = 150
"""Characters of a name with its address, as long as a person's name may be."""


class Doubt(StrEnum):
    """Why the sender may be somebody else."""

    TWO_SENDERS = "two-senders"
    NAME_IS_AN_ADDRESS = "name-is-an-address"
    ENCODED_ADDRESS = "encoded-address"
    DMARC_FAILED = "dmarc-failed"


def doubts_about(headers: Headers) -> Sequence[Doubt]:
    """Doubts about the sender, in the order of the enumeration."""
    lines = [line for line in headers.every("From") if line]
    found = []
    if len(lines) > 1:
        found.append(Doubt.TWO_SENDERS)
    if any(_names_another(line) for line in lines[:1]):
        found.append(Doubt.NAME_IS_AN_ADDRESS)
    if any(_is_encoded(line) for line in lines[:1]):
        found.append(Doubt.ENCODED_ADDRESS)
    if _failed_dmarc(headers):
        found.append(Doubt.DMARC_FAILED)
    return found


def marked_name(name: str, address: str) -> str:
    """The sender's name, with the true address beside it where the name is another's address."""
    said = _ADDRESS.search(name)
    if said is None or said.group().lower().strip(".") == address:
        return name
    room = max(20, _LONGEST - len(address) - 3)
    return f"{name[:room]} <{address}>"[:_LONGEST]


def _failed_dmarc(headers: Headers) -> bool:
    """What the server nearest to us says: results of the topmost one alone, for a sender can write results
    of any server further down. A result of "pass" proves nothing here, so nobody gains by writing it."""
    results = [line[:_LONGEST_RESULT] for line in headers.every("Authentication-Results")][:_MOST_RESULTS]
    nearest = takewhile(lambda line: _server_of(line) == _server_of(results[0]), results)
    return any(_DMARC_FAILED.search(_COMMENT.sub("", line)) for line in nearest)


def _server_of(line: str) -> str:
    """Who states a result: the name before the first semicolon; Microsoft leaves it out."""
    name = line.partition(";")[0].strip().lower()
    return "" if "=" in name else name.partition(" ")[0]


def _names_another(line: str) -> bool:
    """ "boss@company" <somebody@else>: an address before the one in brackets, unless both are the same."""
    before, bracket, rest = decode_words(line).rpartition("<")
    said = _ADDRESS.search(before) if bracket else None
    return said is not None and said.group().lower() != rest.partition(">")[0].strip().lower()


def _is_encoded(line: str) -> bool:
    """An address that stands in an encoded word alone."""
    return _ADDRESS.search(_WORD.sub(" ", line)) is None and _ADDRESS.search(decode_words(line)) is not None
