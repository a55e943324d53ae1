"""Numbers and phones of the demo's companies: their form is right, their owners do not exist. Pure.

No tax office has the number 00, so no real taxpayer has such an INN; the check digits are counted as
`clients.tax` tells.
"""

from __future__ import annotations

from dataclasses import dataclass

_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVENTH = (7, *_TEN)
_TWELFTH = (3, *_ELEVENTH)


@dataclass(frozen=True)
class Requisites:
    """What stands in a company's card beside its name."""

    inn: str
    kpp: str
    phone: str
    tax_details: str


def requisites(number: int, *, is_person: bool = False) -> Requisites:
    """Those of the company with this number; a sole trader has a longer INN and no KPP."""
    phone = f"+7 900 100-{number // 10:02}-{number % 10}0"
    account = f"40702810000000{number:06}" if not is_person else f"40802810000000{number:06}"
    details = f"р/с {account} в банке «Учебный», БИК 000000000"
    if is_person:
        digits = [0, 0, *_digits(42_000_000 + 7919 * number, 8)]
        digits += [_check(_ELEVENTH, digits)]
        digits += [_check(_TWELFTH, digits)]
        return Requisites("".join(map(str, digits)), "", phone, details)
    digits = [0, 0, *_digits(1_400_000 + 7919 * number, 7)]
    digits += [_check(_TEN, digits)]
    return Requisites("".join(map(str, digits)), "000101001", phone, details)


def _digits(number: int, length: int) -> list[int]:
    return [int(sign) for sign in f"{number:0{length}}"[-length:]]


def _check(weights: tuple[int, ...], digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 % 10
