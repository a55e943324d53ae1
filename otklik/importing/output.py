"""Tables as files people download: bad rows, samples, exports. Piece by piece, nothing whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from otklik.importing.tables.cells import Cell
from otklik.importing.tables.csv_text import csv_bytes
from otklik.importing.tables.opening import Form, Source
from otklik.importing.tables.workbook import workbook

TYPES = {
    Form.CSV: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_bytes(rows: Iterable[Sequence[Cell]], source: Source) -> Iterator[bytes]:
    """Rows, the headings first, as a file of this form, encoding and delimiter."""
    if source.form is Form.CSV:
        return csv_bytes(rows, source.encoding, source.delimiter)
    return workbook(rows, source.sheet or "1")


def own_source(form: Form, language: str) -> Source:
    """How we write tables: CSV with a mark, cut as spreadsheets of the language expect it."""
    return Source(form, encoding="utf-8-sig", delimiter=";" if language.startswith("ru") else ",")
