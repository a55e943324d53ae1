"""What was meant by keys pressed in the other keyboard layout: «rfccf» is «касса», «ызфь» is "spam". Pure."""

from __future__ import annotations

import re

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
_A_LATIN, _A_RUSSIAN = re.compile("[a-z]", re.IGNORECASE), re.compile("[а-яё]", re.IGNORECASE)


def other_layout(typed: str) -> str:
    """The same keys in the other layout; empty for what has letters of both alphabets, or of none."""
    is_latin, is_russian = bool(_A_LATIN.search(typed)), bool(_A_RUSSIAN.search(typed))
    if is_latin == is_russian:
        return ""
    return typed.translate(_TO_RUSSIAN if is_latin else _TO_LATIN)
