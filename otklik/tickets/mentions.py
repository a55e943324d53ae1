"""Who is named in a text with an at-sign. Pure: text and people in, ids out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_AT = re.compile(r"(?<![\w@.])@([^\W\d_][\w.\-]*(?: [^\W\d_][\w\-]*)?)")


@dataclass(frozen=True)
class Nameable:
    """Somebody who can be mentioned: by `@Елена Белова`, or by `@Елена` when only one is called so."""

    id: int
    name: str


def find(text: str, people: Iterable[Nameable]) -> list[int]:
    """Ids of the people mentioned, in the order of the text, each once.

    A full name wins over a first name; a first name that two people share names nobody.
    """
    full: dict[str, int] = {}
    first: dict[str, set[int]] = {}
    for person in people:
        folded = _fold(person.name)
        full[folded] = person.id
        first.setdefault(folded.partition(" ")[0], set()).add(person.id)
    found: list[int] = []
    for match in _AT.finditer(text):
        said = _fold(match.group(1).rstrip(".-"))
        owner = full.get(said) or _only(first.get(said.partition(" ")[0]))
        if owner is not None and owner not in found:
            found.append(owner)
    return found


def _only(ids: set[int] | None) -> int | None:
    return next(iter(ids)) if ids and len(ids) == 1 else None


def _fold(name: str) -> str:
    return name.casefold().replace("ё", "е")
