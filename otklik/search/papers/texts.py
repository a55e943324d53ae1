"""The text of a file, as far as it is worth finding. Pure; the child it runs in bounds time and memory.

What a file promises about itself is believed only where a lie costs nothing: archives are measured before
they are opened, and reading stops once there is enough.
"""

from __future__ import annotations

import codecs
import html
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

import nh3
from openpyxl import load_workbook
from openpyxl.xml.functions import iterparse
from pypdf import PdfReader

from otklik.search.papers.kinds import MOST_CHARACTERS, Unread

MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes an office document may grow to: a sheet of a hundred thousand rows stays below."""
MOST_PLAIN = 4 * MOST_CHARACTERS
MOST_MARKUP = 2 * 1024 * 1024
MOST_PAGES = 300
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(kind: str, file: BinaryIO) -> str:
    """The first `MOST_CHARACTERS` of a file of this kind. `Unread` for one that cannot be read."""
    try:
        return _joined(_READERS[kind](file))
    except (Unread, MemoryError):
        raise
    except Exception as error:  # libraries fail in many ways on files that are not what they say
        raise Unread("damaged") from error


def _joined(pieces: Iterable[str]) -> str:
    kept, room = [], MOST_CHARACTERS
    for piece in pieces:
        kept.append(piece[:room])
        room -= len(piece) + 1
        if room <= 0:
            break
    return "\n".join(kept).replace("\x00", "").strip()


def _plain(file: BinaryIO) -> Iterator[str]:
    yield _decoded(file.read(MOST_PLAIN))


def _html(file: BinaryIO) -> Iterator[str]:
    yield html.unescape(nh3.clean(_decoded(file.read(MOST_MARKUP)), tags=set()))


def _decoded(data: bytes) -> str:
    """By its mark, else UTF-8, else what Russian Windows writes. Zeros mean that it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data:
        raise Unread("binary")
    try:
        # A letter may have been cut in two at the end.
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace")


def _docx(file: BinaryIO) -> Iterator[str]:
    with _unpacked(file) as archive, archive.open("word/document.xml") as document:
        line: list[str] = []
        for _event, element in iterparse(document, events=("end",)):
            if element.tag == f"{_WORD}t":
                line.append(element.text or "")
            elif element.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}tc"):
                line.append(" ")
            elif element.tag == f"{_WORD}p":
                yield "".join(line)
                line = []
                element.clear()
        yield "".join(line)


def _xlsx(file: BinaryIO) -> Iterator[str]:
    _unpacked(file).close()
    book = load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            filled = [str(value) for value in row if value is not None]
            if filled:
                yield " ".join(filled)


def _unpacked(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, unless it would grow beyond measure. Sizes it tells falsely end the reading of a part."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Unread("damaged") from error
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise Unread("too-large")
    file.seek(0)
    return archive


def _pdf(file: BinaryIO) -> Iterator[str]:
    document = PdfReader(io.BytesIO(file.read()), strict=False)
    if document.is_encrypted and not document.decrypt(""):
        raise Unread("locked")
    for number, page in enumerate(document.pages):
        if number >= MOST_PAGES:
            break
        yield page.extract_text()


_READERS: Mapping[str, Callable[[BinaryIO], Iterator[str]]] = {
    "plain": _plain,
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
}
