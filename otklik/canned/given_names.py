"""How somebody is spoken to: the given name, in Russian with the patronymic, out of a full name.

Names are typed in any order: «Иванов Пётр Сергеевич», «Пётр Сергеевич Иванов», `Ivanov, Peter`. A
patronymic is known by its ending (Russian grammar: -ович, -евич, -ич, -овна, -евна, -ична, -инична; Turkic
оглы, кызы).
"""

from __future__ import annotations

import re

_PATRONYMIC = re.compile(r".+(?:ович|евич|ьич|мич|нич|кич|овна|евна|ична)", re.IGNORECASE)
_TURKIC = frozenset({"оглы", "кызы", "улы", "гызы"})


def spoken_to(name: str) -> str:
    """`Пётр Сергеевич` for the first two examples above, `Peter` for the third; empty for no name."""
    last, comma, rest = name.partition(",")
    words = (rest if comma and rest.strip() else last).split()
    for place, word in enumerate(words):
        is_patronymic = place > 0 and len(words) > 2 and _PATRONYMIC.fullmatch(word)
        if is_patronymic or (place > 1 and word.lower() in _TURKIC):
            begin = place - 1 if is_patronymic else place - 2
            return " ".join(words[begin : place + 1])
    return words[0] if words else ""
