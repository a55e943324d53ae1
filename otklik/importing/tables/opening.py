"""A file as a table: what it is, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from otklik.importing.tables.csv_text import guess_delimiter, guess_encoding, read_csv
from otklik.importing.tables.excel import read_xlsx, sheets_of
from otklik.importing.tables.faults import Unreadable, Why

MAX_ROWS = 200_000
MAX_COLUMNS = 200
SHOWN = 20
EMPTY_TAIL = 1_000
"""So many rows without anything end a sheet: spreadsheets keep formats far below the last row."""
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class Form(StrEnum):
    """The forms of tables."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Source:
    """How a file is read. Encoding and delimiter are of CSV; sheets, and the chosen one, of Excel."""

    form: Form
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number in the file as a spreadsheet shows it, from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The beginning of a table: how it is read, its headings, its first rows."""

    source: Source
    headings: tuple[str, ...]
    first: tuple[Row, ...]


def look_at(file: BinaryIO, sheet: str = "") -> Table:
    """What a file is and what stands at its beginning. `Unreadable` when it is no table we know."""
    source = _source(file)
    if sheet in source.sheets:
        source = replace(source, sheet=sheet)
    rows = list(islice(rows_of(file, source), SHOWN + 1))
    if not rows:
        raise Unreadable(Why.EMPTY)
    headings = rows[0].cells
    if not any(headings):
        raise Unreadable(Why.NO_TABLE)
    return Table(source, headings, tuple(rows[1:]))


def rows_of(file: BinaryIO, source: Source) -> Iterator[Row]:
    """The rows of a table, the headings first; empty ones left out, all as wide as the headings.

    `Unreadable` in between when there are too many, or when the rest of the file is broken.
    """
    width, kept, gap = 0, 0, 0
    for line, cells in enumerate(_raw(file, source), start=1):
        trimmed = _trimmed(cells)
        if not trimmed:
            gap += 1
            if gap >= EMPTY_TAIL and source.form is Form.XLSX:
                return
            continue
        gap, kept = 0, kept + 1
        width = width or len(trimmed)
        if kept > MAX_ROWS + 1:
            raise Unreadable(Why.TOO_MANY_ROWS)
        if width > MAX_COLUMNS:
            raise Unreadable(Why.TOO_WIDE)
        yield Row(line, tuple(trimmed[:width]) + ("",) * (width - len(trimmed)))


def _raw(file: BinaryIO, source: Source) -> Iterator[Sequence[str]]:
    if source.form is Form.XLSX:
        return read_xlsx(file, source.sheet, MAX_COLUMNS + 1)
    return read_csv(file, source.encoding, source.delimiter)


def _source(file: BinaryIO) -> Source:
    file.seek(0)
    head = file.read(4096)
    if not head.strip():
        raise Unreadable(Why.EMPTY)
    if head.startswith(_ZIP):
        sheets = sheets_of(file)
        if not sheets:
            raise Unreadable(Why.NO_TABLE)
        return Source(Form.XLSX, sheet=sheets[0], sheets=sheets)
    if head.startswith(_OLE):
        raise Unreadable(Why.OLD_EXCEL)
    encoding = guess_encoding(file)
    if head.startswith(_PDF) or (b"\x00" in head and encoding != "utf-16"):
        raise Unreadable(Why.NO_TABLE)
    return Source(Form.CSV, encoding=encoding, delimiter=guess_delimiter(file, encoding))


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]
