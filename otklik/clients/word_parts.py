"""Words and their endings, for finding names by any part of a word. Pure."""

from __future__ import annotations

import re

LONGEST = 40
LEAST = 2
"""Endings shorter than this are kept of words that are no longer themselves."""
_WORD = re.compile(r"\w+")


def words_in(key: str) -> list[str]:
    """The words of a lookup key: letters and digits, whatever stands between. Signs alone are one word, which
    nothing has."""
    return [word[:LONGEST] for word in _WORD.findall(key)] or ([key] if key else [])


def endings_of(key: str) -> set[str]:
    """Every ending of every word: of `печь 9` `печь`, `ечь`, `чь`, `9`."""
    return {
        word[start : start + LONGEST]
        for word in _WORD.findall(key)
        for start in range(max(1, len(word) - LEAST + 1))
    }
