"""The text of attached files: what is read, within which bounds, and who finds it."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from datetime import timedelta
from typing import BinaryIO

import pytest
from openpyxl import Workbook

from otklik.core import orphans, worker
from otklik.core.models import StoredFile
from otklik.people.actor import Actor
from otklik.search.indexing import STALE, reindex_stale
from otklik.search.models import Document, Paper
from otklik.search.papers import keeping
from otklik.search.papers.child import read_bounded
from otklik.search.papers.kinds import MOST_CHARACTERS, Unread, kind_of
from otklik.search.queries import find
from otklik.tickets.models import MessageFile
from tests import make
from tests.make import Cast
from tests.support.fixtures import FrozenClock

WORD_XML = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
)


def docx(*paragraphs: str) -> bytes:
    """A document of Word with these paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
    return zipped({"word/document.xml": WORD_XML.format(text).encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(*rows: tuple[str | float | None, ...]) -> bytes:
    """A sheet of these rows."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def pdf(drawn: bytes, pages: int = 1) -> bytes:
    """A document whose pages are all drawn so, packed."""
    packed = zlib.compress(drawn)
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} /MediaBox [0 0 600 800] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed),
        *[page] * pages,
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return bytes(out) + tail % (len(parts) + 1, table, len(parts) + 1, len(out))


def read(name: str, content: bytes) -> str:
    """Its text, by the child."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return read_bounded(kind_of(name), file, cpu_seconds=2)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("заметка.txt", "Серийный номер ЖК-77".encode(), "Серийный номер ЖК-77"),
        ("old.TXT", "Серийный номер".encode("cp1251"), "Серийный номер"),
        ("wide.txt", "Серийный".encode("utf-16"), "Серийный"),
        ("list.csv", b"code;name\n7;scanner\n", "code;name\n7;scanner"),
        ("page.html", b"<p>Price &amp; terms</p><script>var hidden</script>", "Price & terms"),
        ("акт.docx", docx("Акт сверки", "Итого &amp; всё"), "Акт сверки\nИтого & всё"),
        ("book.xlsx", xlsx(("Код", 7), (None, None), ("Сканер", 2.5)), "Sheet\nКод 7\nСканер 2.5"),
        ("bill.pdf", pdf(b"BT /F1 12 Tf 50 700 Td (Invoice 4711) Tj ET"), "Invoice 4711"),
    ],
)
def test_kinds(name: str, content: bytes, text: str) -> None:
    assert read(name, content) == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.docx", b"PK nothing", "damaged"),
        ("none.docx", zipped({"other.xml": b""}), "damaged"),
        ("broken.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("picture.txt", b"\x89PNG\x00\x00", "binary"),
        (
            "entity.docx",
            zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "damaged",
        ),
        ("bomb.docx", zipped({"word/document.xml": b" " * (70 << 20)}), "too-large"),
        ("bomb.xlsx", zipped({"xl/sharedStrings.xml": b" " * (70 << 20)}), "too-large"),
        ("endless.pdf", pdf(b"BT /F1 12 Tf (a) Tj ET q Q 1 0 0 1 0 0 cm " * 200_000, pages=50), "timeout"),
    ],
)
def test_what_cannot_be_read_is_said_within_bounds(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Unread) as told:
        read(name, content)
    assert told.value.reason == reason


def test_only_the_beginning_of_very_much() -> None:
    assert len(read("long.txt", b"word " * 100_000)) <= MOST_CHARACTERS
    assert len(read("long.docx", docx(*["слово " * 100] * 3_000))) <= MOST_CHARACTERS


@pytest.fixture
def people() -> Cast:
    """Everybody."""
    return make.cast()


def numbers(actor: Actor, words: str) -> list[str]:
    """What is found, as numbers."""
    return [hit.number for hit in find(actor, words).hits]


def paper(by: Actor, name: str, text: str) -> StoredFile:
    """A file with this text, not attached yet."""
    return make.file(by, name, docx(text) if name.endswith("docx") else text.encode())


@pytest.mark.django_db
def test_files_are_found_by_their_text_after_the_worker_has_been(people: Cast) -> None:
    ticket = make.ticket(
        people.client, team=people.it, files=[paper(people.client, "акт.docx", "Термопасты")]
    )
    assert numbers(people.agent, "акт") == [ticket.number]
    assert numbers(people.agent, "термопаста") == []
    worker.drain()
    (hit,) = find(people.agent, "термопаста").hits
    assert (hit.number, str(hit.excerpt)) == (ticket.number, "Термопасты")
    assert numbers(people.client, "термопаста") == [ticket.number]
    assert numbers(people.stranger, "термопаста") == []


@pytest.mark.django_db
def test_files_of_notes_are_found_by_staff_only(people: Cast) -> None:
    """By name and by text; the portal's search is this one, with a client asking."""
    ticket = make.ticket(people.client, team=people.it)
    make.note(
        people.agent, ticket, "См.", files=[paper(people.agent, "расследование.txt", "Недостача в сейфе")]
    )
    make.message(people.client, ticket, "Жду")
    worker.drain()
    for words in ("недостача", "расследование"):
        assert numbers(people.agent, words) == [ticket.number], words
        assert numbers(people.client, words) == [], words
    assert find(people.client, "жду недостача").hits == []


@pytest.mark.django_db
def test_a_content_is_read_once_and_a_bad_one_is_remembered(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def once(kind: str, file: BinaryIO) -> str:
        asked.append(kind)
        return read_bounded(kind, file)

    monkeypatch.setattr(keeping, "read_bounded", once)
    bad = make.file(people.client, "акт.pdf", b"nothing of the kind")
    same = [paper(people.client, f"{name}.txt", "Одно и то же") for name in ("раз", "два")]
    tickets = [make.ticket(people.client, team=people.it, files=[file]) for file in (*same, bad)]
    worker.drain()
    make.message(people.client, tickets[2], "Ещё")
    worker.drain()
    assert sorted(asked) == ["pdf", "plain"]
    assert Paper.objects.get(blob=bad.blob_id).unread == "damaged"
    assert set(numbers(people.agent, "одно")) == {ticket.number for ticket in tickets[:2]}


@pytest.mark.django_db
def test_a_worker_killed_in_between_goes_on(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is kept; the rest is read by whoever comes next, many a few at a time."""
    texts = [paper(people.client, f"{n}.txt", f"слово{n}") for n in range(keeping.AT_ONCE + 2)]
    ticket = make.ticket(people.client, team=people.it, files=texts)
    left = iter(range(2))

    def killed(kind: str, file: BinaryIO) -> str:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return read_bounded(kind, file)

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "read_bounded", killed)
        with pytest.raises(KeyboardInterrupt):
            reindex_stale()
    assert Paper.objects.count() == 2
    while Document.objects.filter(pk=ticket.pk, search_version=STALE).exists():
        assert reindex_stale() == 1
    for n in range(len(texts)):
        assert numbers(people.agent, f"слово{n}") == [ticket.number]


@pytest.mark.django_db
def test_a_text_goes_with_its_content(people: Cast, frozen_clock: FrozenClock) -> None:
    """When nothing is attached any more the sweep of orphans takes both."""
    ticket = make.ticket(people.client, team=people.it, files=[paper(people.client, "а.txt", "Прощай")])
    worker.drain()
    assert Paper.objects.count() == 1
    MessageFile.objects.all().delete()
    frozen_clock.move(timedelta(days=2))
    orphans.remove_orphans()
    assert Paper.objects.count() == 0
    assert ticket.pk
