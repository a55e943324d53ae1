"""Two sentences word by word: what stays, what went, what came. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_WORDS = re.compile(r"“[^”]*”|«[^»]*»|\w+|\s+|[^\w\s]")
"""A name in quotes is one word: `“High”` becomes `“Low”` as a whole."""


class Mark(StrEnum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """Some words with one fate."""

    mark: Mark
    text: str


def marked(before: str, after: str) -> Sequence[Piece]:
    """The sentence with what went and what came in place; joined without the gone it is `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(old[i:j])))
            continue
        pieces += [Piece(Mark.GONE, "".join(old[i:j]))] if i < j else []
        pieces += [Piece(Mark.NEW, "".join(new[k:m]))] if k < m else []
    return pieces
