"""Tables as files people download: bad rows, samples, exports. Piece by piece, nothing whole in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from otklik.core.files import chunks_of
from otklik.importing.tables.csv_text import csv_bytes
from otklik.importing.tables.excel import write_xlsx
from otklik.importing.tables.opening import Form, Source

TYPES = {
    Form.CSV: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_bytes(rows: Iterable[Sequence[str]], source: Source) -> Iterator[bytes]:
    """Rows, the headings first, as a file of this form, encoding and delimiter."""
    if source.form is Form.CSV:
        return csv_bytes(rows, source.encoding, source.delimiter)
    return _workbook(rows, source.sheet or "1")


def own_source(form: Form, language: str) -> Source:
    """How we write tables: CSV with a mark, cut as spreadsheets of the language expect it."""
    return Source(form, encoding="utf-8-sig", delimiter=";" if language.startswith("ru") else ",")


def _workbook(rows: Iterable[Sequence[str]], title: str) -> Iterator[bytes]:
    # Excel's file is a ZIP, whose directory comes last: it is written to a disk and read from there.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_xlsx(rows, str(path), title)
        with path.open("rb") as file:
            yield from chunks_of(file)
