"""Pages by cursor: the values of the sort columns of the last row seen, never an offset.

A cursor is opaque to its reader: base64 of a JSON list. One that was tampered with or belongs to
another sort order is refused with a sentence, it cannot reach what the reader may not see.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid

Row = TypeVar("Row")
Value = str | int | float | datetime | None


@dataclass(frozen=True)
class Order:
    """One sort column; every column of an order is never null and the last is unique."""

    field: str
    descending: bool = False

    @property
    def expression(self) -> str:
        """As `order_by` takes it."""
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the cursor of the page after them (None at the end)."""

    rows: Sequence[Row]
    after: str | None


def encode(values: Sequence[Value]) -> str:
    """The cursor that continues behind a row with these sort values."""
    plain = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str, width: int) -> list[Value]:
    """The sort values in a cursor; `Invalid` when it is not one of this order."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_value(v) for v in plain]
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        values = []
    if len(values) != width:
        raise Invalid({"after": _("This page link is no longer valid. Open the list again.")})
    return values


def behind(order: Sequence[Order], cursor: str) -> Q:
    """The rows after the cursor, as nested comparisons both engines answer from the index."""
    values = decode(cursor, len(order))
    condition = Q()
    for column, value in reversed(list(zip(order, values, strict=True))):
        step = "lt" if column.descending else "gt"
        beyond = Q(**{f"{column.field}__{step}": value})
        if not condition:
            condition = beyond
        else:
            condition = Q(**{f"{column.field}__{step}e": value}) & (beyond | condition)
    return condition


def _value(plain: object) -> Value:
    if isinstance(plain, dict):
        return datetime.fromisoformat(plain["t"])
    if plain is None or isinstance(plain, (str, int, float)):
        return plain
    raise ValueError("not a sort value")
