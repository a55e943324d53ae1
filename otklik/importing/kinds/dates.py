"""Days, and yes and no, as people write them in tables."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from otklik.core import text

_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: [\d:]+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def day(cell: str) -> str:
    """`31.12.2026`, `31/12/2026`, `2026-12-31` as the last; `ValueError` with a sentence for others."""
    first, last = _YEAR_FIRST.fullmatch(cell.strip()), _DAY_FIRST.fullmatch(cell.strip())
    parts = first.groups() if first else last.groups()[::-1] if last else ()
    try:
        year, month, number = map(int, parts)
        return date(year, month, number).isoformat()
    except ValueError:
        raise ValueError(_("Write the day as 31.12.2026 or 2026-12-31.")) from None


_YES = frozenset({"1", "да", "yes", "y", "true", "оплачен", "оплачено", "paid", "+"})
_NO = frozenset({"0", "нет", "no", "n", "false", "не оплачен", "не оплачено", "unpaid", "-"})


def yes_or_no(cell: str) -> str:
    """`да`, `yes`, `1` as the last, `нет`, `no` as `0`; `ValueError` with a sentence for others."""
    key = text.key(cell)
    if key not in _YES | _NO:
        raise ValueError(_("Write yes or no."))
    return "1" if key in _YES else "0"


def shown(value: date | None) -> str:
    """A day as a cell."""
    return value.isoformat() if value else ""
