"""Reading Excel workbooks (.xlsx, ECMA-376): values only. A formula gives the value Excel has stored for it.

A workbook is a ZIP of XML: its parts are measured before any is read, and entities in them are refused
(openpyxl reads through defusedxml). Reading streams, so a large sheet does not stand in memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from otklik.importing.tables.cells import as_text
from otklik.importing.tables.faults import Unreadable, Why

MAX_INFLATED = 400 * 1024 * 1024
MAX_WORDS = 120 * 1024 * 1024
"""The one part that stands in memory whole: every text of the workbook."""
_WORDS = "xl/sharedStrings.xml"
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,  # defusedxml's refusals are of this kind
    TypeError,
    IndexError,
    OSError,
    EOFError,
)


def sheets_of(file: BinaryIO) -> tuple[str, ...]:
    """The names of the sheets one can see, in their order. `Unreadable` when it is no workbook."""
    with closing(_opened(file)) as book:
        return tuple(sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible")


def read_xlsx(file: BinaryIO, sheet: str, width: int) -> Iterator[Sequence[str]]:
    """The rows of a sheet in order, empty ones too, at most `width` columns of each."""
    with closing(_opened(file)) as book:
        if sheet not in book.sheetnames:
            raise Unreadable(Why.NO_TABLE)
        page = book[sheet]
        # What the file says of its size may be anything.
        page.reset_dimensions()
        try:
            for row in page.iter_rows(max_col=width, values_only=True):
                yield [as_text(value) for value in row]
        except _BROKEN as error:
            raise Unreadable(Why.BROKEN) from error


def _opened(file: BinaryIO) -> Workbook:
    file.seek(0)
    _measure(file)
    file.seek(0)
    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise Unreadable(Why.BROKEN) from error


def _measure(file: BinaryIO) -> None:
    """Refuse a small archive that holds very much; zipfile reads no more of a part than it announces."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(Why.BROKEN) from error
    words = sum(part.file_size for part in parts if part.filename == _WORDS)
    if words > MAX_WORDS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise Unreadable(Why.TOO_LARGE)
