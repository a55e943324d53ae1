"""Whether unlabelled bytes are Chinese or Korean: both write a letter as two high bytes (GB 2312, KS X 1001).

The common letters of each stand together in its table: of Chinese the 3,755 of the first level begin with
B0 to D7 and are in the order of their sounds, the Korean syllables begin with B0 to C8. Text of eight-bit
charsets has words of odd length, and its small letters begin elsewhere. Asked only where no eight-bit charset
makes writing of the bytes.
"""

import re

_RUN = re.compile(rb"[\x80-\xff]+")
_FEWEST = 4
_SHARE = 0.95
_SAMPLE = 2000
_SIGNS = range(0xA1, 0xA4)
_COMMON = range(0xB0, 0xD8)
_SYLLABLES = range(0xB0, 0xC9)


def of_two_bytes(raw: bytes) -> str:
    """The codec of Chinese or Korean text; empty for anything else."""
    leads = _leads(raw[:200_000])
    letters = [lead for lead in leads if lead not in _SIGNS]
    if len(letters) < _FEWEST or _share(letters, _COMMON) < _SHARE:
        return ""
    return "cp949" if _share(letters, _SYLLABLES) >= _SHARE else "gb18030"


def _leads(raw: bytes) -> list[int]:
    """First bytes of all letters; none at all where a run of high bytes cannot be cut into pairs."""
    leads: list[int] = []
    for match in _RUN.finditer(raw):
        run = match.group()
        if len(run) % 2 or min(run) <= 0xA0:
            return []
        leads += run[::2]
        if len(leads) > _SAMPLE:
            break
    return leads


def _share(leads: list[int], table: range) -> float:
    return sum(lead in table for lead in leads) / len(leads)
