"""Money as whole minor units of a currency (kopecks, cents): reading what people type, showing it back.

Currencies are ISO 4217 letters; how many digits the minor unit has is from its table A.1 (two for all but a
few). Sums are never floats: 0.1 has no exact one.
"""

from __future__ import annotations

import re

LARGEST = 10**15
"""Of minor units: far beyond any contract, far below what a column holds."""
SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "BYN": "Br", "GBP": "£"}
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3}
_CURRENCY = re.compile(r"[A-Z]{3}")
_SUM = re.compile(r"(\d+)(?:[.,](\d+))?")
_GAPS = re.compile(r"[\s\u00a0\u202f'’]")


def is_currency(code: str) -> bool:
    """Whether it looks as a currency of ISO 4217: three capital Latin letters."""
    return _CURRENCY.fullmatch(code) is not None


def read(typed: str, currency: str) -> int | None:
    """`120 000,50` in roubles → 12000050; None for what is no sum of that currency, or too large a one."""
    found = _SUM.fullmatch(_GAPS.sub("", typed))
    if found is None:
        return None
    whole, part, digits = found[1], found[2] or "", digits_of(currency)
    if len(part.rstrip("0")) > digits or len(whole) > len(str(LARGEST)):
        return None
    minor = int(whole) * 10**digits + int(part[:digits].ljust(digits, "0") or 0)
    return minor if minor <= LARGEST else None


def plain(minor: int, currency: str) -> str:
    """As it stands in a form: `120000.50`, without a part that is nought."""
    digits = digits_of(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}}" if part else str(whole)


def shown(minor: int, currency: str, language: str) -> str:
    """For reading: `120 000,50 ₽` in Russian, `120,000.50 ₽` in English; unbroken."""
    whole, _dot, part = plain(minor, currency).partition(".")
    is_english = language.startswith("en")
    grouped = f"{int(whole):,}".replace(",", "," if is_english else "\u00a0")
    mark = "." if is_english else ","
    return f"{grouped}{mark + part if part else ''}\u00a0{SIGNS.get(currency, currency)}"


def digits_of(currency: str) -> int:
    """How many digits the minor unit has."""
    return _DIGITS.get(currency, 2)
