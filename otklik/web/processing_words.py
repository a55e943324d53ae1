"""When the processing of a ticket began and ended that is claimed by opening it, in cells of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from otklik.web.moments import Moments

if TYPE_CHECKING:
    from otklik.tickets.queries import ListRow


def _began(told: Moments, row: ListRow) -> str:
    return told.local(row.processing_since)


def _ended(told: Moments, row: ListRow) -> str:
    return told.local(row.processed_at)


def _took(told: Moments, row: ListRow) -> str:
    """Until now where it goes on."""
    if row.processing_since is None:
        return ""
    return told.span((row.processed_at or told.now) - row.processing_since)


PROCESSING: Mapping[str, Callable[[Moments, ListRow], str]] = {
    "processing_since": _began,
    "processed_at": _ended,
    "processing_time": _took,
}
"""By the column's code."""
