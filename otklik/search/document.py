"""A ticket as search sees it: what is said in it, turned into columns of stems. Pure.

A column is a line of stems parted by spaces. `GAP` stands between fields, so that no phrase reaches from
one field into the next; it is a word of its own to SQLite and an empty position to PostgreSQL.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from otklik.core.stems import stems

GAP = "_"
SIDES = "|"
"""Stands between the public and the internal words of a document."""
PUBLIC_ROOM = 12_000
INTERNAL_ROOM = 4_000
"""Words kept of each column. PostgreSQL knows positions up to 16,383; both columns together stay below."""
PUBLIC_REPEATS = 180
INTERNAL_REPEATS = 70
"""How often one stem is kept in a column. PostgreSQL keeps 256 positions of one, both columns together."""

_DIGITS_AT_END = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its text, whether the client may read it, its files' names, who wrote from outside; the
    text of its files."""

    text: str
    public: bool
    files: Sequence[str] = ()
    author: str = ""
    papers: Sequence[str] = ()


@dataclass(frozen=True)
class Readers:
    """Ids of teams, agents and contacts in `TicketReader`, the company and the site whose people may read."""

    teams: Iterable[int] = ()
    agents: Iterable[int] = ()
    contacts: Iterable[int] = ()
    company: int | None = None
    site: int | None = None


@dataclass(frozen=True)
class Source:
    """Everything about a ticket that can be found. `names` are open to the client, `contacts` to staff."""

    ticket_id: int
    numbers: Sequence[str]
    subject: str
    names: Sequence[str] = ()
    contacts: Sequence[str] = ()
    phones: Sequence[str] = ()
    messages: Sequence[Said] = ()
    readers: Readers = Readers()


@dataclass(frozen=True, slots=True)
class Columns:
    """What is stored: public and internal stems, and tokens of those who may read."""

    ticket_id: int
    public: str
    internal: str
    access: str

    @property
    def words(self) -> str:
        """Both sides in one line, as the table has them."""
        return f"{self.public} {SIDES} {self.internal}"


def columns(source: Source) -> Columns:
    """The document of a ticket. Long threads keep the description and what was said last."""
    said = [*source.messages[:1], *reversed(source.messages[1:])]
    return Columns(
        source.ticket_id,
        _column(_public(source, said), PUBLIC_ROOM, PUBLIC_REPEATS),
        _column(_internal(source, said), INTERNAL_ROOM, INTERNAL_REPEATS),
        access(source.readers),
    )


def access(readers: Readers) -> str:
    """The tokens of everybody with a reason to read, in a fixed order."""
    tokens = [f"t_{pk}" for pk in readers.teams] + [f"a_{pk}" for pk in readers.agents]
    tokens += [f"c_{pk}" for pk in readers.contacts]
    if readers.company is not None:
        tokens.append(f"o_{readers.company}")
    if readers.site is not None:
        tokens.append(f"s_{readers.site}")
    return " ".join(sorted(set(tokens)))


def ways_to_dial(number: str) -> list[str]:
    """`+79001234567` as people type it: whole, without the country's code, without the area's."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return list(dict.fromkeys(digits[-length:] for length in (len(digits), 10, 7) if len(digits) >= length))


def _public(source: Source, said: Sequence[Said]) -> Iterator[list[str]]:
    for number in source.numbers:
        # Its letters are those of every ticket: as the beginning of a word they would find them all.
        digits = _DIGITS_AT_END.search(number)
        yield [digits.group()] if digits else stems(number)
    yield stems(source.subject)
    yield from map(stems, source.names)
    yield from _messages(message for message in said if message.public)


def _internal(source: Source, said: Sequence[Said]) -> Iterator[list[str]]:
    yield from map(stems, source.contacts)
    for phone in source.phones:
        yield from ([way] for way in ways_to_dial(phone))
    yield from _messages(message for message in said if not message.public)


def _messages(said: Iterable[Said]) -> Iterator[list[str]]:
    papers: list[str] = []
    for message in said:
        yield stems(message.author)
        yield stems(message.text)
        yield from map(stems, message.files)
        papers += message.papers
    # Behind everything people have said: files may fill the rest of the room.
    yield from map(stems, papers)


def _column(fields: Iterable[list[str]], room: int, repeats: int) -> str:
    kept: list[str] = []
    for field in fields:
        if field and len(kept) < room:
            kept.append(GAP)
            kept += field[: room - len(kept)]
    return " ".join(kept if len(kept) <= repeats else _not_too_often(kept, repeats))


def _not_too_often(words: list[str], repeats: int) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for word in words:
        seen[word] += 1
        yield word if seen[word] <= repeats else GAP
