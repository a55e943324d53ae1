"""Finding canned replies by words: every word typed must stand in the title or the text, in any form and in
either language; the title weighs more, then what is used most. Pure but for the dictionary of stems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.core import stems


@dataclass(frozen=True)
class Sought:
    """One text that can be found: its place in the caller's list, stems, how often it was used."""

    place: int
    title: str
    stems: str
    used: int = 0


def kept(texts: Iterable[str]) -> str:
    """What is stored for searching: the stems of all texts, each once."""
    return " ".join(dict.fromkeys(stem for text in texts for stem in stems.stems(text)))


def found(rows: Sequence[Sought], words: str) -> list[int]:
    """Places of the rows that fit, the best first; without words all of them, the most used first."""
    wanted = [stems.unfinished(word) for word in stems.words(words)]
    weighed = []
    for row in rows:
        if all(_stands(one, row.stems.split()) for one in wanted):
            in_title = stems.stems(row.title) if wanted else ()
            hits = sum(_stands(one, in_title) for one in wanted)
            weighed.append((-hits, -row.used, row.title.casefold(), row.place))
    return [place for *_weight, place in sorted(weighed)]


def _stands(wanted: stems.Unfinished, among: Sequence[str]) -> bool:
    return any(stem in wanted.stems or stem.startswith(wanted.prefix) for stem in among)
