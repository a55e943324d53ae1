"""Codes made of names: what programs and addresses call a thing whose name an administrator typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MAX_CODE = 40
_NOT_CODE = re.compile(r"[^a-z0-9]+")
# As in Russian passports since 2014 (ICAO Doc 9303, part 3, section 6), the soft and hard signs left out.
_LATIN = dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziiklmnoprstufyee", strict=True)) | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "ie",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}


def code_of(name: Mapping[str, str], is_taken: Callable[[str], bool], *, fallback: str) -> str:
    """A free code for a name: its English words, else the Russian ones in Latin letters, else `fallback`.

    A number is added when the code is taken: `repair`, `repair-2`.
    """
    spelled = name.get("en") or name.get("ru") or ""
    plain = "".join(_LATIN.get(letter, letter) for letter in spelled.lower())
    stem = _NOT_CODE.sub("-", plain).strip("-")[: MAX_CODE - 5].strip("-") or fallback
    number, code = 1, stem
    while is_taken(code):
        number += 1
        code = f"{stem}-{number}"
    return code
