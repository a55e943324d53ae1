"""The sentence in which something was found, for showing. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.core.stems import Place, places
from otklik.search.wording import Wording

LENGTH = 180
READ = 4_000
"""Characters of a message that are looked through: an excerpt is a hint, the index knows the whole."""

_SENTENCE_END = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence around the first place, in pieces; an ellipsis stands where it was cut."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def excerpt(wording: Wording, texts: Iterable[str]) -> Excerpt | None:
    """From the text that holds most of what was looked for, the first of equals; None when none holds any."""
    best: tuple[int, str, list[Place]] = (0, "", [])
    for text in texts:
        plain = unicodedata.normalize("NFC", text[:READ])
        found = [place for place in places(plain) if any(c.has(place.stem) for c in wording.clauses)]
        held = sum(any(clause.has(place.stem) for place in found) for clause in wording.clauses)
        if held > best[0]:
            best = (held, plain, found)
        if best[0] == len(wording.clauses):
            break
    return _cut(best[1], best[2]) if best[0] else None


def _cut(text: str, found: Sequence[Place]) -> Excerpt:
    start = _beginning(text, found[0].start)
    end = _ending(text, start)
    pieces = [Piece("…", found=False)] if start and not _begins_sentence(text, start) else []
    at = start
    for place in found:
        if place.end <= end and place.start >= at:
            pieces += [
                Piece(_line(text[at : place.start]), False),
                Piece(text[place.start : place.end], True),
            ]
            at = place.end
    pieces.append(Piece(_line(text[at:end]), found=False))
    if end < len(text.rstrip()) and not _SENTENCE_END.match(text, end - 1):
        pieces.append(Piece("…", found=False))
    return Excerpt(tuple(piece for piece in pieces if piece.text))


def _beginning(text: str, at: int) -> int:
    """Where the sentence with `at` begins; at most half an excerpt before it, on a word's edge."""
    earliest = max(0, at - LENGTH // 2)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, at)]
    if ends:
        return ends[-1]
    if earliest == 0:
        return 0
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else at


def _begins_sentence(text: str, start: int) -> bool:
    return any(match.end() == start for match in _SENTENCE_END.finditer(text, max(0, start - 2), start))


def _ending(text: str, start: int) -> int:
    end = start + LENGTH
    if end >= len(text):
        return len(text.rstrip())
    space = text.rfind(" ", start, end)
    return space if space > start else end


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
