"""A file read once, whatever it is, into rows that can be taken from any place: one line of JSON each.

Line: `{"l": number in the file, "c": cells, "t": earlier line that is about the same thing}`. Twins are told
here, where the whole file passes by; a batch sees no further than itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otklik.core import files
from otklik.core.errors import Invalid
from otklik.core.models import Blob
from otklik.importing.kinds import Kind
from otklik.importing.rows import Reader
from otklik.importing.tables.opening import Form, Row, Source, rows_of

PIECE = 256 * 1024


@dataclass(frozen=True)
class Line:
    """A row as it was kept; `twin` is 0 where no earlier line is about the same thing."""

    number: int
    cells: tuple[str, ...]
    twin: int = 0


@dataclass
class _Count:
    rows: int = 0


def source_of(stored: dict[str, object]) -> Source:
    """How a file is read, out of what was kept."""
    sheets = stored.get("sheets")
    return Source(
        form=Form(str(stored["form"])),
        encoding=str(stored["encoding"]),
        delimiter=str(stored["delimiter"]),
        sheet=str(stored["sheet"]),
        sheets=tuple(str(name) for name in sheets) if isinstance(sheets, list) else (),
    )


def keep_rows(blob: Blob, source: Source, kind: Kind, reader: Reader) -> tuple[Blob, int]:
    """Read the file and store its rows; the blob, and how many there are. `tables.faults.Unreadable` for a
    broken file. Outside of transactions: a large sheet takes some seconds."""
    count = _Count()
    with files.open_blob(blob) as file:
        kept = files.store(_pieces(rows_of(file, source), kind, reader, count))
    return kept, count.rows


def take_rows(blob: Blob, place: int, number: int) -> tuple[list[Line], int]:
    """Up to so many rows that begin at this byte, and the byte after them."""
    lines: list[Line] = []
    with files.open_blob(blob) as file:
        file.seek(place)
        while len(lines) < number and (raw := file.readline()):
            row = json.loads(raw)
            lines.append(Line(row["l"], tuple(row["c"]), row.get("t", 0)))
        return lines, file.tell()


def _pieces(rows: Iterator[Row], kind: Kind, reader: Reader, count: _Count) -> Iterator[bytes]:
    seen: dict[bytes, int] = {}
    held = bytearray()
    next(rows, None)  # the headings
    for row in rows:
        count.rows += 1
        line: dict[str, object] = {"l": row.line, "c": row.cells}
        twin = _twin(row, kind, reader, seen)
        if twin:
            line["t"] = twin
        held += json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _twin(row: Row, kind: Kind, reader: Reader, seen: dict[bytes, int]) -> int:
    """The earlier line that claims what this one does; 0 for none. Claims are kept short: there are many."""
    try:
        claims = [_short(claim) for claim in kind.claims(reader.brought(row.cells))]
    except Invalid:
        return 0  # told bad when its turn comes
    twin = next((seen[claim] for claim in claims if claim in seen), 0)
    if not twin:
        seen.update(dict.fromkeys(claims, row.line))
    return twin


def _short(claim: str) -> bytes:
    return hashlib.blake2b(claim.encode(), digest_size=12).digest()


def kept_source(source: Source) -> dict[str, object]:
    """How a file is read, as it is kept."""
    sheets: Sequence[str] = source.sheets
    return {
        "form": source.form.value,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "sheet": source.sheet,
        "sheets": list(sheets),
    }
