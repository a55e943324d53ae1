"""Sums as people type them, in minor units (decision 7 of the architecture)."""

from __future__ import annotations

import re

_TYPED = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


def minor_units(typed: str) -> int | None:
    """Kopecks of `5 000`, `5000,50`, `5000.5`; None for what is no sum."""
    found = _TYPED.fullmatch(_SPACES.sub("", typed).removesuffix("₽"))
    if found is None:
        return None
    return int(found.group(1)) * 100 + int((found.group(2) or "").ljust(2, "0"))


def typed_sum(units: int | None) -> str:
    """The same as it stands in a form; empty for none."""
    if units is None:
        return ""
    whole, rest = divmod(units, 100)
    return f"{whole},{rest:02}" if rest else str(whole)
