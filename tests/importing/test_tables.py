"""What is read out of files: encodings, delimiters, workbooks, bombs; and what is written is safe."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from otklik.importing.tables import excel
from otklik.importing.tables.cells import as_text, guarded, plain
from otklik.importing.tables.csv_text import csv_bytes
from otklik.importing.tables.faults import Unreadable, Why
from otklik.importing.tables.headings import Known, guess
from otklik.importing.tables.opening import Form, look_at, rows_of
from tests.importing.files import csv_of, xlsx_of

TABLE = [("Название", "ИНН", "Заметка"), ("ООО «Ёлка»", "7707083893", "a; b, c\td"), ("Вторая", "", "=1+1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_kind(encoding: str, delimiter: str) -> None:
    file = io.BytesIO(csv_of(TABLE, encoding, delimiter))
    table = look_at(file)
    assert (table.source.encoding, table.source.delimiter) == (encoding, delimiter)
    assert [row.cells for row in rows_of(file, table.source)] == TABLE


def test_excel(tmp_path: Path) -> None:
    """Values only; numbers and dates as texts; empty rows counted; a formula gives what is stored for it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["A", "B", "C", "D"],
        [],
        [7707083893.0, date(2026, 12, 31), True, "=1+1"],
        [0.5, None, None, "x"],
    ):
        sheet.append(row)
    book.create_sheet("Другой").append(["Z"])
    hidden = book.create_sheet("Скрытый")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    with (tmp_path / "b.xlsx").open("rb") as file:
        table = look_at(file)
        assert table.source.sheets == ("Sheet", "Другой")
        assert [(row.line, row.cells) for row in table.first] == [
            (3, ("7707083893", "2026-12-31", "1", "")),
            (4, ("0.5", "", "", "x")),
        ]
        assert look_at(file, "Другой").headings == ("Z",)


def test_a_workbook_we_wrote_reads_the_same(tmp_path: Path) -> None:
    """Nothing in it is a formula."""
    content = xlsx_of(TABLE)
    table = look_at(io.BytesIO(content))
    assert table.source.form is Form.XLSX
    assert [row.cells for row in table.first] == TABLE[1:]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b" \n\n", Why.EMPTY),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, Why.OLD_EXCEL),
        (b"PK\x03\x04 no archive", Why.BROKEN),
        (b"%PDF-1.7 text", Why.NO_TABLE),
        (b"\x89PNG\r\n\x00\x00\x00", Why.NO_TABLE),
    ],
)
def test_what_is_no_table(content: bytes, why: Why) -> None:
    with pytest.raises(Unreadable) as refused:
        look_at(io.BytesIO(content))
    assert refused.value.why is why


def test_a_small_archive_that_holds_very_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is measured before it is read."""
    monkeypatch.setattr(excel, "MAX_INFLATED", 20_000)
    content = xlsx_of([("A", "B"), *(("x" * 50, "x" * 50) for _ in range(2000))])
    with pytest.raises(Unreadable) as refused:
        look_at(io.BytesIO(content))
    assert refused.value.why is Why.TOO_LARGE


def test_entities_are_refused(tmp_path: Path) -> None:
    """Laughs by the billion."""
    content, bomb = xlsx_of([("A",), ("b",)]), io.BytesIO()
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(bomb, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = head + data.partition(b"?>")[2].replace(b">b<", b">&b;<")
            new.writestr(part, data)
    with pytest.raises(Unreadable) as refused:
        look_at(bomb)
    assert refused.value.why is Why.BROKEN


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-5", "@sum", "\tx"])
def test_formulas_are_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert plain(f"'{text.strip()}") in (text.strip(), f"'{text.strip()}")
    assert b"".join(csv_bytes([(text,)], "utf-8", ";")).startswith((b"'", b'"'))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1.0, "1"),
        (1.5, "1.5"),
        (1e20, "1e+20"),
        (False, "0"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02"),
        (datetime.fromisoformat("2026-01-02T03:04:00"), "2026-01-02 03:04:00"),
        (" 'слово ", "'слово"),
        ("'+7", "+7"),
    ],
)
def test_values_as_texts(value: object, text: str) -> None:
    assert as_text(value) == text


def test_headings() -> None:
    """By memory, then by words; no field twice; a column left out before is left out again."""
    known = [Known("name", ("Название", "Name")), Known("inn", ("ИНН",)), Known("notes", ("Заметки",))]
    assert guess(["НАЗВАНИЕ *", "name", "инн:", "Строка"], known, {}) == ("name", "", "inn", "")
    assert guess(["Что", "ИНН"], known, {"что": "notes", "инн": ""}) == ("notes", "")
    assert guess(["Что"], known, {"что": "gone"}) == ("",)
