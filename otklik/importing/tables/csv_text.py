"""CSV (RFC 4180) as people's programs write it: with or without a mark, in UTF-8 or windows-1251, with
commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from otklik.importing.tables.cells import Cell, as_text, guarded, plain
from otklik.importing.tables.faults import Unreadable, Why

DELIMITERS = (";", ",", "\t")
SAMPLE = 64 * 1024
CHUNK = 1024 * 1024
MAX_CELL = 100_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(file: BinaryIO) -> str:
    """By the mark at the beginning; UTF-8 when every byte of the file fits it; else windows-1251."""
    file.seek(0)
    head = file.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def guess_delimiter(file: BinaryIO, encoding: str) -> str:
    """The sign that cuts the first rows into the most columns, evenly."""
    file.seek(0)
    text = file.read(SAMPLE).decode(encoding, errors="replace")
    return max(DELIMITERS, key=lambda delimiter: _columns(text, delimiter))


def read_csv(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[Sequence[str]]:
    """Every row of the file in order, empty ones too. `Unreadable` for bytes that are no text."""
    file.seek(0)
    csv.field_size_limit(MAX_CELL)
    text = io.TextIOWrapper(file, encoding=encoding, errors=_errors(encoding), newline="")
    try:
        for row in csv.reader(text, delimiter=delimiter):
            yield [plain(cell) for cell in row]
    except (csv.Error, UnicodeError) as error:
        raise Unreadable(Why.BROKEN) from error
    finally:
        text.detach()  # the file is its owner's to close


def csv_bytes(rows: Iterable[Sequence[Cell]], encoding: str, delimiter: str) -> Iterator[bytes]:
    """Rows as a file, piece by piece; formulas guarded. What the encoding has no sign for becomes `?`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    # Only the first piece may carry the mark of its encoding.
    encoder = codecs.getincrementalencoder(encoding)(errors="replace")
    point = "," if delimiter == ";" else "."  # where spreadsheets expect the one, they expect the other
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else _plain(cell, point) for cell in row])
        yield encoder.encode(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()


def _plain(value: Cell, point: str) -> str:
    """A number, day or moment, which no spreadsheet takes for a formula."""
    text = as_text(value)
    return text.replace(".", point) if isinstance(value, float | Decimal) else text


def _columns(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have as many columns as the first, times those columns; the columns."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row][:20]
    except csv.Error:
        return (0, 0)
    width = len(rows[0]) if rows else 0
    return (sum(width for row in rows if len(row) == width) if width > 1 else 0, width)


def _errors(encoding: str) -> str:
    # windows-1251 leaves one byte (0x98) without a letter: a stray one must not spoil the whole file.
    return "replace" if encoding == "cp1251" else "strict"
