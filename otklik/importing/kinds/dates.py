"""Days as people write them in tables."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

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


def shown(value: date | None) -> str:
    """A day as a cell."""
    return value.isoformat() if value else ""
