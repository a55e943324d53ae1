"""The numbers by which Russian tax offices know a taxpayer.

INN: order of the Federal Tax Service of 29.06.2012 № ММВ-7-6/435@, annex, part II; the check digits as in
https://www.nalog.gov.ru/rn77/fl/interest/inn/. KPP: the same order, part III: office, reason, number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVENTH = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELFTH = (3, *_ELEVENTH)


class Fault(StrEnum):
    """What is wrong with an INN."""

    SIGNS = "signs"
    LENGTH = "length"
    CHECK = "check"


def plain(number: str) -> str:
    """The number as stored: without spaces and hyphens, letters large."""
    return re.sub(r"[\s\-–—]", "", number).upper()


def inn_fault(inn: str) -> Fault | None:
    """What is wrong with an INN written plainly; None for a right one: 10 digits of an organisation, 12 of a
    person."""
    if not (inn.isascii() and inn.isdigit()):
        return Fault.SIGNS
    digits = [int(sign) for sign in inn]
    if len(digits) == 10:
        is_right = digits[9] == _check(_TEN, digits)
    elif len(digits) == 12:
        is_right = digits[10] == _check(_ELEVENTH, digits) and digits[11] == _check(_TWELFTH, digits)
    else:
        return Fault.LENGTH
    return None if is_right else Fault.CHECK


def is_kpp(kpp: str) -> bool:
    """Nine signs: four digits, two digits or Latin letters, three digits."""
    return _KPP.fullmatch(kpp) is not None


def _check(weights: Sequence[int], digits: Sequence[int]) -> int:
    """The sum of digits by their weights, modulo 11, then modulo 10."""
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 % 10
