"""Which column means which field: by what was said of such a heading before, else by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.core import text

_MARKS = re.compile(r"[*:№\"'«»()\[\]{}.,;/\\_-]+")


@dataclass(frozen=True)
class Known:
    """A field and the headings people write over it, the most usual first."""

    name: str
    headings: tuple[str, ...]


def heading_key(heading: str) -> str:
    """A heading as it is compared: small letters, no marks, single spaces, at most 200 signs."""
    return text.key(_MARKS.sub(" ", heading))[:200]


def guess(headings: Sequence[str], known: Sequence[Known], remembered: Mapping[str, str]) -> tuple[str, ...]:
    """A field for each column, empty where none fits; no field twice.

    `remembered`: heading key → field as it was chosen before (empty: the column was left out).
    """
    names = {field.name for field in known}
    by_words: dict[str, str] = {}
    for field in known:
        for heading in (field.name, *field.headings):
            by_words.setdefault(heading_key(heading), field.name)
    chosen: list[str] = []
    for heading in headings:
        key = heading_key(heading)
        field_name = remembered.get(key, by_words.get(key, ""))
        is_free = field_name in names and field_name not in chosen
        chosen.append(field_name if is_free else "")
    return tuple(chosen)
