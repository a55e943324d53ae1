"""What a letter that is no delivery carries so that its return is known: signed marks of their own, apart
from those of tickets (`tokens`) and of mass letters (`mass_tokens`), as no answer to it belongs to a ticket.

The Message-ID is `<otkl.MARK.LETTER@domain>`; where the mailbox allows it, the envelope's sender is
`support+MARK@domain`, with a mark of another purpose.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from otklik.core import signing

_HEADER = re.compile(r"otkl\.([a-z2-7]{20,80})\.[a-z2-7]{26}@", re.IGNORECASE)
_PLUS = re.compile(r"\+([a-z2-7]{20,80})@", re.IGNORECASE)


class Shelf(StrEnum):
    """Where the letter's row stands."""

    HOUSE = "house"
    CONTRACT = "contract"


@dataclass(frozen=True)
class LetterMark:
    """Which letter: its shelf, and its row's id there."""

    shelf: Shelf
    pk: int


def header_of(mark: LetterMark, uid: uuid.UUID, domain: str) -> str:
    """The letter's Message-ID without brackets: always the same for the same row."""
    letter = base64.b32encode(uid.bytes).decode().rstrip("=").lower()
    return f"otkl.{signing.sign(_named(mark.shelf), mark.pk)}.{letter}@{domain}"


def return_path(mailbox: str, mark: LetterMark) -> str:
    """Where a report that the letter did not arrive goes (VERP), for a mailbox that takes such addresses."""
    local, _at, domain = mailbox.rpartition("@")
    return f"{local}+{signing.sign(_returned(mark.shelf), mark.pk)}@{domain}"


def returned(addresses: Iterable[str], texts: Iterable[str]) -> LetterMark | None:
    """Which letter a report is about, by where it went, else by a Message-ID it quotes."""
    by_address = [match.group(1) for text in addresses for match in _PLUS.finditer(text)]
    by_header = [match.group(1) for text in texts for match in _HEADER.finditer(text)]
    for shelf in Shelf:
        claims = [signing.read(_returned(shelf), token) for token in by_address]
        claims += [signing.read(_named(shelf), token) for token in by_header]
        found = next((claim for claim in claims if claim is not None), None)
        if found is not None:
            return LetterMark(shelf, found.object_id)
    return None


def _named(shelf: Shelf) -> str:
    return f"letter.{shelf}"


def _returned(shelf: Shelf) -> str:
    return f"letter.{shelf}.returned"
