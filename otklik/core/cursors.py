"""Orders that know what their columns hold, so that an altered cursor is refused before the database sees it.

A cursor is not signed: whoever alters it reads their own list from another place. But a text where a moment
belongs, or a number no column holds, must end in a sentence, not in a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid
from otklik.core.paging import Order, Page, Value, behind, decode, encode

Row = TypeVar("Row")
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Sorted:
    """A stable order: columns, the type of each (`int`, `str`, `datetime`); the last one is unique."""

    columns: tuple[Order, ...]
    types: tuple[type[int | str | datetime], ...]

    @property
    def expressions(self) -> list[str]:
        """As `order_by` takes them."""
        return [column.expression for column in self.columns]

    def cursor(self, row: object) -> str:
        """The cursor of the page that begins behind this row, which has the columns as attributes."""
        return encode([getattr(row, column.field) for column in self.columns])

    def behind(self, cursor: str) -> Q:
        """The rows after the cursor; `Invalid` for one that is altered or of another order."""
        values = decode(cursor, len(self.columns))
        if not all(_holds(kind, value) for kind, value in zip(self.types, values, strict=True)):
            raise Invalid({"after": _("This page link is no longer valid. Open the list again.")})
        return behind(self.columns, cursor)


def page_of(rows: Sequence[Row], order: Sorted, limit: int) -> Page[Row]:
    """The page of the `limit + 1` rows that were asked for: the one too many says that more follow."""
    more = len(rows) > limit
    return Page(rows[:limit], order.cursor(rows[limit - 1]) if more else None)


def _holds(kind: type[int | str | datetime], value: Value) -> bool:
    if type(value) is not kind:
        return False
    if isinstance(value, datetime):
        return value.tzinfo is not None and 1970 < value.year < 2200
    if isinstance(value, int):
        return 0 <= value <= _LARGEST
    return "\x00" not in str(value)
