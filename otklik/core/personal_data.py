"""Likely personal data in words and file names, so that a form can ask before it is sent (REG-13). Pure.

Numbers count only where their check digits are right, so that an order's number is not taken for a card's:
bank cards by Luhn (ISO/IEC 7812-1, annex B), SNILS and a person's INN by the rules of the Pension Fund and
of the tax service. A passport's number has none: it counts beside the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum


class Personal(StrEnum):
    """What was recognised."""

    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    CARD = "card"
    FILE = "file"


_DIGITS = re.compile(r"(?<![\d.,])\d(?:[ \-]?\d){10,18}(?![\d])")
_PASSPORT = re.compile(
    r"(?:паспорт\w*|passport)\W{0,3}(?:\w+\W+){0,4}?(?:серия\W*)?\d{2}\s?\d{2}\W{0,3}(?:номер\W*|№\s*)?\d{6}(?!\d)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"паспорт|снилс|(?<![а-я])инн(?![а-я])|ндфл|расч[её]тн\w*[ _-]*лист|свидетельств\w*[ _-]*о[ _-]*рожд"
    r"|passport|payslip|snils|id[ _-]?card|bank[ _-]?card",
    re.IGNORECASE,
)
_SNILS_SHAPE = re.compile(r"\d{3}[ \-]?\d{3}[ \-]?\d{3}[ \-]?\d{2}")
_CARD_LENGTHS = (16, 18, 19)


def personal_in(text: str, file_names: Iterable[str] = ()) -> frozenset[Personal]:
    """What kinds of personal data the words or the names of files seem to hold."""
    found = {kind for match in _DIGITS.finditer(text) for kind in _kinds(match.group())}
    if _PASSPORT.search(text):
        found.add(Personal.PASSPORT)
    if any(_FILE.search(name) for name in file_names):
        found.add(Personal.FILE)
    return frozenset(found)


def _kinds(number: str) -> list[Personal]:
    digits = [int(sign) for sign in number if sign.isdigit()]
    return [kind for kind, is_one in _CHECKS.items() if is_one(number, digits)]


def _is_card(_number: str, digits: list[int]) -> bool:
    if len(digits) not in _CARD_LENGTHS or digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [(2 * digit - 9 if digit > 4 else 2 * digit) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_snils(number: str, digits: list[int]) -> bool:
    if not _SNILS_SHAPE.fullmatch(number):
        return False
    check = sum(digit * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True)) % 101
    return check % 100 == digits[9] * 10 + digits[10]


def _is_inn(number: str, digits: list[int]) -> bool:
    """Twelve digits in one piece: a person's. Ten are a company's, which is no secret."""
    if not re.fullmatch(r"\d{12}", number):
        return False
    first = _weighed(digits[:10], (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    second = _weighed(digits[:11], (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    return (first, second) == (digits[10], digits[11])


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10


_CHECKS: Mapping[Personal, Callable[[str, list[int]], bool]] = {
    Personal.CARD: _is_card,
    Personal.SNILS: _is_snils,
    Personal.INN: _is_inn,
}
