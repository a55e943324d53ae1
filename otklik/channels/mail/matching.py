"""Which ticket a mail belongs to, and as what it may enter it. Pure.

Evidence, the strongest first:
1. a signed token of ours in the address or in a quoted Message-ID: it proves the ticket;
2. a quoted Message-ID that is known to belong to a ticket;
3. a ticket's number in the subject. Other desks number their tickets alike ("[INC123]"), so for a sender whom
the
   ticket does not know the number counts only together with the ticket's own subject.

None of it is authority by itself. What the mail may do follows from who sent it (`Relation`), as far as mail
can tell; an unknown sender's words stay internal and are marked (MAIL-3), whatever they quote, and an
employee speaks to the client by mail only in answer to a mail that we sent to that very employee (MAIL-2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from otklik.channels.mail.claims import Purpose, Token
from otklik.channels.mail.vocabulary import FORWARD_PREFIXES, REPLY_PREFIXES
from otklik.core import text

MAX_NUMBERS = 5
SHORT_SUBJECT = 12
_PREFIXES = re.compile(
    rf"^(?:(?:{REPLY_PREFIXES}|{FORWARD_PREFIXES})(?:\[\d+\]|\(\d+\))?\s?[:：]\s*)+", re.IGNORECASE
)
_BRACKETED = re.compile(r"\[\s*#?\s*([^\W\d_]{0,12}-?\d{1,12})\s*\]")


class Proof(IntEnum):
    """How a mail points at a ticket."""

    NUMBER = 1
    THREAD = 2
    TOKEN = 3


class Relation(StrEnum):
    """What the sender is to the ticket."""

    CLIENT = "client"
    AGENT = "agent"
    STRANGER = "stranger"


class Place(StrEnum):
    """As what a mail enters."""

    CLIENT_MESSAGE = "client_message"  # public, may reopen
    AGENT_REPLY = "agent_reply"  # public
    AGENT_NOTE = "agent_note"
    UNKNOWN_MESSAGE = "unknown_message"  # internal and marked
    NEW_TICKET = "new_ticket"


@dataclass(frozen=True)
class Pointer:
    """A ticket a mail points at, and how; `token` where it is the proof."""

    ticket_id: int
    proof: Proof
    token: Token | None = None


def pointers(
    tokens: Iterable[Token], by_thread: Iterable[int], by_number: Iterable[int]
) -> tuple[Pointer, ...]:
    """Tickets in the order of their evidence, each once by its strongest."""
    found: dict[int, Pointer] = {}
    for token in tokens:
        found.setdefault(token.ticket_id, Pointer(token.ticket_id, Proof.TOKEN, token))
    for ticket_id in by_thread:
        found.setdefault(ticket_id, Pointer(ticket_id, Proof.THREAD))
    for ticket_id in by_number:
        found.setdefault(ticket_id, Pointer(ticket_id, Proof.NUMBER))
    return tuple(found.values())


def numbers_in(subject: str, prefix: str) -> tuple[str, ...]:
    """Ticket numbers in a subject: bracketed ones, and bare ones with the installation's prefix."""
    found = [match.group(1).upper() for match in _BRACKETED.finditer(subject)]
    if prefix:
        bare = re.compile(rf"(?<!\w){re.escape(prefix)}\d{{1,12}}(?!\w)", re.IGNORECASE)
        found += [match.group().upper() for match in bare.finditer(subject)]
    return tuple(dict.fromkeys(found))[:MAX_NUMBERS]


def is_same_subject(subject: str, ticket_subject: str) -> bool:
    """Whether a mail's subject, without "Re:" and numbers, is the ticket's (either may be cut short)."""
    said, wanted = _bare(subject), _bare(ticket_subject)
    if min(len(said), len(wanted)) < SHORT_SUBJECT:
        return said == wanted
    return said.startswith(wanted.rstrip("…")) or wanted.startswith(said)


def is_new_topic(subject: str, ticket_subject: str, number: str) -> bool:
    """Whether an answer's subject was changed into another one: neither holds the other, and the ticket's
    number, which our letters carry, is not in it."""
    said, wanted, digits = _bare(subject), _bare(ticket_subject), re.sub(r"\D", "", number)
    if not said or re.search(rf"(?<!\d){digits}(?!\d)", subject):
        return False
    return said not in wanted and wanted.rstrip("…") not in said


def plain_subject(subject: str, number: str) -> str:
    """Without "Re:" and "Fwd:" of any language, nor the old ticket's number: it would tie answers to it."""
    bare = _BRACKETED.sub(lambda found: " " if found[1].upper() == number.upper() else found[0], subject)
    return " ".join(_PREFIXES.sub("", bare.strip()).split())


def place(
    pointer: Pointer, relation: Relation, *, agent_id: int | None, closed: bool, same_subject: bool
) -> Place:
    """As what the mail of such a sender enters the ticket it points at.

    A stranger's mail to a closed ticket would lie where nobody looks: it becomes a new ticket instead.
    """
    if relation is Relation.CLIENT:
        return Place.CLIENT_MESSAGE
    if relation is Relation.AGENT:
        return Place.AGENT_REPLY if _is_asked(pointer.token, agent_id) and not closed else Place.AGENT_NOTE
    if closed or (pointer.proof is Proof.NUMBER and not same_subject):
        return Place.NEW_TICKET
    return Place.UNKNOWN_MESSAGE


def _is_asked(token: Token | None, agent_id: int | None) -> bool:
    """The mail answers one that we sent to this employee about the client."""
    return token is not None and token.purpose is Purpose.AGENT and token.holder_id == agent_id


def _bare(subject: str) -> str:
    return _PREFIXES.sub("", text.key(_BRACKETED.sub(" ", subject))).strip()
