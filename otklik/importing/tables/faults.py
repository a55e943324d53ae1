"""Why a file cannot be read as a table."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The kinds of unreadable files."""

    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    NO_TABLE = "no_table"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"


class Unreadable(Exception):
    """The file, or the rest of it, cannot be read; `why` says it in one word."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
