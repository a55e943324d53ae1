"""What a person typed, understood: a condition over stems. Pure.

Words are joined by AND; "quoted words" stand side by side in this order; a word of several parts
(an address, `INC-12`) is a phrase; the last word, while it is being typed, is a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otklik.core import phone, stems

LONGEST = 400
MOST_CLAUSES = 12
SHORTEST_BEGINNING = 3
"""Letters of a word's beginning that are looked for; two are in every ticket and cost most of all."""
WITH_AREA = 10

_QUOTES = str.maketrans("«»„“”″", '""""""')
_PIECES = re.compile(r'"([^"]*)"?|(\S+)')
_PHONE = re.compile(r"\+?[\d\s().-]{7,20}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stems side by side; with `beginning`, the last of them is the beginning of a word."""

    words: tuple[str, ...]
    beginning: bool = False

    def matches(self, column: Sequence[str]) -> bool:
        """Whether a column of stems holds it: the reference both engines are tested against."""
        width = len(self.words)
        return any(self._stands(column[at : at + width]) for at in range(len(column) - width + 1))

    def has(self, stem: str) -> bool:
        """Whether this stem is one of its words."""
        return stem in self.words or (self.beginning and stem.startswith(self.words[-1]))

    def _stands(self, piece: Sequence[str]) -> bool:
        *first, last = zip(self.words, piece, strict=True)
        ends = last[1].startswith(last[0]) if self.beginning else last[0] == last[1]
        return ends and all(word == stem for word, stem in first)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found, in any of these forms."""

    ways: tuple[Phrase, ...]

    def matches(self, columns: Sequence[Sequence[str]]) -> bool:
        """Whether any of the columns holds any of the forms."""
        return any(way.matches(column) for way in self.ways for column in columns)

    def has(self, stem: str) -> bool:
        """Whether a word of the text is one of those looked for."""
        return any(way.has(stem) for way in self.ways)


@dataclass(frozen=True)
class Wording:
    """Everything that must be found; empty when nothing was typed that could be."""

    clauses: tuple[Clause, ...] = ()

    def matches(self, *columns: str) -> bool:
        """Whether a document with these columns is meant."""
        split = [column.split() for column in columns]
        return bool(self.clauses) and all(clause.matches(split) for clause in self.clauses)


def understand(typed: str, *, typing: bool = False, number_prefix: str = "") -> Wording:
    """The condition in what was typed. `typing`: the last word may be unfinished.

    `number_prefix`: the letters ticket numbers begin with; the index keeps their digits only.
    """
    text = typed[:LONGEST].translate(_QUOTES)
    whole = _dialled(text.strip(), typing)
    if whole is not None:
        return Wording((whole,))
    pieces = list(_pieces(text, number_prefix.lower()))[:MOST_CLAUSES]
    open_end = typing and text[-1:] not in ('"', "") and not text[-1].isspace()
    return Wording(
        tuple(_clause(piece, open_end and at == len(pieces) - 1) for at, piece in enumerate(pieces))
    )


def _pieces(text: str, number_prefix: str) -> Iterator[list[str]]:
    for match in _PIECES.finditer(text):
        words = stems.words(match.group(1) if match.group(1) is not None else match.group(2))
        kept = [_without(number_prefix, word) for word in words]
        if any(kept):
            yield [word for word in kept if word]


def _without(number_prefix: str, word: str) -> str:
    """The digits of a ticket's number; nothing of one whose digits are still to come."""
    rest = word.removeprefix(number_prefix)
    return rest if not rest or rest.isdigit() else word


def _clause(words: list[str], unfinished: bool) -> Clause:
    before = tuple(stems.stem(word) for word in words[:-1])
    last = words[-1]
    if not unfinished or len(last) < SHORTEST_BEGINNING:
        return Clause((Phrase((*before, stems.stem(last))),))
    begun = stems.unfinished(last)
    whole = [Phrase((*before, stem)) for stem in begun.stems if not stem.startswith(begun.prefix)]
    return Clause((*whole, Phrase((*before, begun.prefix), beginning=True)))


def _dialled(text: str, typing: bool) -> Clause | None:
    """A telephone number in any way of writing: as it stands in a text, or as the index keeps it."""
    if not _PHONE.fullmatch(text):
        return None
    number = phone.e164(text)
    digits = "".join(sign for sign in text if sign.isdigit())
    ways = [(digits,), tuple(stems.stems(text))]
    if number and len(digits) >= WITH_AREA:
        ways.append((number.lstrip("+"),))
    return Clause(tuple(Phrase(way, typing) for way in dict.fromkeys(ways)))
