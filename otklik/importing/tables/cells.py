"""Values of cells as texts, and texts as cells no spreadsheet takes for a formula.

CSV injection: https://owasp.org/www-community/attacks/CSV_Injection. A text that begins like a formula gets
an apostrophe before it, as a person would type it; reading takes it away again.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

Cell = str | bool | int | float | Decimal | date | datetime | None
"""What a cell of a table we write holds: moments in the reader's zone, without it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def as_text(value: object) -> str:
    """What stands in a cell: whole numbers without a fraction, dates as 2026-12-31, yes and no as 1 and 0."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return _number(value)
        case datetime():
            is_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
            return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
    return plain(str(value))


def plain(text: str) -> str:
    """A text as it was meant: without space around it and without the guard before a formula."""
    bare = text.strip().replace("\x00", "")
    return bare[1:] if bare.startswith(_GUARD) and is_formula(bare[1:]) else bare


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate a text."""
    return text.startswith(_FORMULA)


def guarded(text: str) -> str:
    """The text as a cell nobody evaluates."""
    return f"{_GUARD}{text}" if is_formula(text) else text


def _number(value: float) -> str:
    # A spreadsheet keeps an INN as a number: 7707083893.0.
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
