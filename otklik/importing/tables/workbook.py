"""Excel workbooks written row by row (.xlsx, ECMA-376, parts 1 and 2): the first bytes leave with the first
rows.

Libraries write a workbook to a file whose directory comes last, so that whoever asks for a million rows hears
nothing for minutes (docs/decisions/0025-workbooks-that-stream.md). One sheet: headings that stay in sight, a
filter on each; texts, numbers, days and moments, none of them evaluated.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape

from otklik.importing.tables.cells import Cell, is_formula

MAX_ROWS = 1_048_576
"""Rows of a sheet, as Excel has them, the headings among them."""
MAX_CELL = 32_767
PIECE = 64 * 1024
_LEVEL = 3  # of compression: beyond it a file is hardly smaller, and twice as dear
_SHEET = "xl/worksheets/sheet1.xml"
_TITLE = 31
_EPOCH = date(1899, 12, 30)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "application/vnd.openxmlformats-package"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Looks of cells by number: usual, heading, a text that must not become a formula, a moment, a day.
_HEADING, _QUOTED, _MOMENT, _DAY = 1, 2, 3, 4
_FONT = '<sz val="11"/><name val="Calibri"/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/>'
    '<xf xfId="0" numFmtId="22" applyNumberFormat="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_BEGIN = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0" tabSelected="1">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>'
)


def workbook(rows: Iterable[Sequence[Cell]], title: str) -> Iterator[bytes]:
    """The file of one sheet, in pieces. The first row is the headings; rows that a sheet cannot hold are left
    out. Moments have no zone: they are written as they are."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for name, text in _parts(title).items():
            book.writestr(name, _HEAD + text)
        with book.open(_SHEET, "w") as sheet:
            for text in _sheet(rows):
                sheet.write(text.encode())
                if sink.size >= PIECE:
                    yield sink.taken()
    yield sink.taken()


class _Sink:
    """Where the archive is written to, and read from meanwhile; it cannot be wound back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        """Keep it until it is taken."""
        self._pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits behind it."""

    def close(self) -> None:
        """Nothing is let go: what was written may still be taken."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return found


def _sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield _HEAD + _BEGIN
    number = width = 0
    for number, row in zip(range(1, MAX_ROWS + 1), rows, strict=False):
        width = max(width, len(row))
        look = _HEADING if number == 1 else 0
        yield f"<row>{''.join([_cell(value, look) for value in row])}</row>"
    filters = f'<autoFilter ref="A1:{_letters(width)}{number}"/>' if width else ""
    yield f"</sheetData>{filters}</worksheet>"


def _cell(value: Cell, look: int) -> str:
    """One cell; its place follows from those before it."""
    match value:
        case None | "":
            return "<c/>"
        case str():
            return _text(value, look or (_QUOTED if is_formula(value) else 0))
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case datetime():
            return f'<c s="{_MOMENT}"><v>{_serial(value)}</v></c>'
        case date():
            return f'<c s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'
        case int() | float() | Decimal():
            return f"<c><v>{value}</v></c>"


def _text(value: str, look: int) -> str:
    words = _LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", value[:MAX_CELL]))
    style = f' s="{look}"' if look else ""
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(words, quote=False)}</t></is></c>'


def _serial(moment: datetime) -> float:
    """Days since the beginning of a sheet's time, which has no zones (ECMA-376 part 1, 18.17.4.1)."""
    within = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return (moment.date() - _EPOCH).days + within / timedelta(days=1)


def _letters(column: int) -> str:
    """1 → A, 27 → AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _parts(title: str) -> dict[str, str]:
    """All but the sheet."""
    name = escape(re.sub(r"[\[\]:*?/\\']", " ", _NOT_XML.sub("", title))[:_TITLE].strip() or "1")
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/{_SHEET}" ContentType="{_TYPES}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
        ),
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _links(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
    }


def _links(*targets: tuple[str, str]) -> str:
    links = (
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>'
