"""Which language a mail is written in, as far as our letters need to know. Pure."""

from __future__ import annotations

import re

_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LATIN = re.compile("[A-Za-z]")
_ENOUGH = 20
_SAMPLE = 4000


def guess(text: str) -> str:
    """`ru`, `en`, or empty when the text is too short or of another script to tell.

    A fifth of Cyrillic letters is Russian: Russian texts are full of Latin product names, not the reverse.
    """
    sample = text[:_SAMPLE]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic and cyrillic * 4 >= latin:
        return "ru"
    return "en" if latin >= _ENOUGH else ""
