"""Who is named in a text with an at-sign. Pure: text and people in, ids out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_FIRST_WORD = re.compile(r"[\w\-’']+")
_WORD_GOES_ON = re.compile(r"[-’']?\w")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Nameable:
    """Somebody who can be mentioned: by `@Елена Белова`, or by `@Елена` when only one is called so."""

    id: int
    name: str


def find(text: str, people: Iterable[Nameable]) -> list[int]:
    """Ids of the people mentioned, in the order of the text, each once.

    A full name, of however many words, wins over a first name; a name that two people share names nobody.
    """
    folded = _fold(text)
    if not _AT.search(folded):
        return []
    full: dict[str, set[int]] = {}
    first: dict[str, set[int]] = {}
    for person in people:
        name = _fold(person.name)
        full.setdefault(name, set()).add(person.id)
        first.setdefault(name.partition(" ")[0], set()).add(person.id)
    longest_first = sorted(full, key=len, reverse=True)
    found: list[int] = []
    for at in _AT.finditer(folded):
        owner = _named(folded[at.end() :], full, longest_first, first)
        if owner is not None and owner not in found:
            found.append(owner)
    return found


def _named(
    said: str, full: Mapping[str, set[int]], longest_first: Iterable[str], first: Mapping[str, set[int]]
) -> int | None:
    for name in longest_first:
        if said.startswith(name) and not _WORD_GOES_ON.match(said, len(name)):
            return _only(full[name])
    word = _FIRST_WORD.match(said)
    return _only(first.get(word.group().rstrip("-’'"))) if word else None


def _only(ids: set[int] | None) -> int | None:
    return next(iter(ids)) if ids and len(ids) == 1 else None


def _fold(name: str) -> str:
    return _SPACES.sub(" ", name).strip().casefold().replace("ё", "е")
