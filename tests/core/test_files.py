"""Bytes on stable storage: kept once, whole or not at all, and removed when nobody needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from otklik.core import clock, files, orphans
from otklik.core.actors import SYSTEM
from otklik.core.errors import Invalid, NotFound
from otklik.core.models import Blob, StoredFile
from otklik.core.orphans import Removed
from otklik.tickets.commands.messages import Attachment, attach
from otklik.tickets.models import Message, MessageFile, Ticket
from tests import make
from tests.core.sessions import session
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _empty_storage(settings: Settings, tmp_path: Path) -> None:
    settings.OTKLIK_FILES_ROOT = tmp_path / "files"


def on_disk() -> list[str]:
    return sorted(path.name for path in files.root().rglob("*") if path.is_file())


def make_old(path: Path, frozen: FrozenClock, by: timedelta = 2 * DAY) -> None:
    moment = (frozen.now - by).timestamp()
    os.utime(path, (moment, moment))


def test_the_same_bytes_are_kept_once() -> None:
    first = files.store([b"one ", b"two"])
    second = files.store([b"one two"])
    assert (first.pk, first.size) == (second.pk, 7)
    assert on_disk() == [first.sha256]
    assert files.read_blob(first) == b"one two"
    with files.open_blob(first) as opened:
        assert list(files.chunks_of(opened)) == [b"one two"]


def test_beyond_the_limit_nothing_is_kept() -> None:
    with pytest.raises(Invalid):
        files.store([b"x" * 10, b"x"], limit=10)
    assert on_disk() == []
    assert not Blob.objects.exists()
    assert files.store([b"x" * 10], limit=10).size == 10


def test_a_source_that_breaks_leaves_nothing() -> None:
    def breaking() -> Iterator[bytes]:
        yield b"some"
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        files.store(breaking())
    assert on_disk() == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("отчёт.pdf", "отчёт.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b\r\nc.txt", "a_b_c.txt"),
        ('c:\\x\\"y".exe', "c_x_y_.exe"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("я" * 300 + ".docx", "я" * 195 + ".docx"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert files.safe_name(given) == safe


def test_what_is_attached_stays_what_is_not_goes(frozen_clock: FrozenClock) -> None:
    people = make.cast()
    kept = make.file(people.client, content=b"kept")
    ticket = make.ticket(people.client, files=[kept])
    lost = make.file(people.client, content=b"lost")
    assert MessageFile.objects.get(file=kept).message.ticket_id == ticket.pk
    frozen_clock.move(DAY)
    assert orphans.remove_orphans() == Removed(0, 0, 0)
    frozen_clock.move(timedelta(seconds=1))
    assert orphans.remove_orphans() == Removed(uploads=1, blobs=1, files=1)
    assert on_disk() == [kept.blob.sha256]
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not Blob.objects.filter(pk=lost.blob_id).exists()


def test_bytes_with_two_names_stay_while_one_is_needed(frozen_clock: FrozenClock) -> None:
    people = make.cast()
    lost = make.file(people.client, content=b"same")
    kept = make.file(people.client, content=b"same")
    make.ticket(people.client, files=[kept])
    frozen_clock.move(2 * DAY)
    assert orphans.remove_orphans() == Removed(uploads=1, blobs=0, files=0)
    assert not StoredFile.objects.filter(pk=lost.pk).exists()
    assert files.read_blob(kept.blob) == b"same"


def test_storing_again_makes_young_again(frozen_clock: FrozenClock) -> None:
    files.store([b"again"])
    frozen_clock.move(2 * DAY)
    blob = files.store([b"again"])
    assert orphans.remove_orphans() == Removed(0, 0, 0)
    assert files.read_blob(blob) == b"again"


def test_a_crash_between_file_and_row_is_swept_a_day_later(frozen_clock: FrozenClock) -> None:
    blob = files.store([b"no row"])
    Blob.objects.all().delete()
    unfinished = files.root() / files.INCOMING / "tmp123"
    unfinished.write_bytes(b"unfinished")
    make_old(unfinished, frozen_clock)
    assert orphans.remove_orphans() == Removed(0, 0, 1)
    assert on_disk() == [blob.sha256]
    frozen_clock.move(2 * DAY)
    assert orphans.remove_orphans() == Removed(0, 0, 1)
    assert on_disk() == []


def test_a_store_that_found_the_file_just_before_gets_it_back(
    frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep has renamed the file; the store had found it before and relies on it."""
    blob = files.store([b"wanted again"])
    Blob.objects.all().delete()
    path = files.path_of(blob.sha256)
    frozen_clock.move(2 * DAY)

    def store_meanwhile(point: str) -> None:
        if point == "orphans.before_unlink":
            moment = frozen_clock.now.timestamp()
            os.utime(files.root() / orphans.LEAVING / path.name, (moment, moment))

    monkeypatch.setattr(orphans, "hit", store_meanwhile)
    assert orphans.remove_orphans() == Removed(0, 0, 0)
    assert path.read_bytes() == b"wanted again"


def test_a_store_that_comes_after_writes_its_own(
    frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.store([b"wanted again"])
    Blob.objects.all().delete()
    frozen_clock.move(2 * DAY)

    def store_meanwhile(point: str) -> None:
        if point == "orphans.before_unlink":
            files.store([b"wanted again"])

    monkeypatch.setattr(orphans, "hit", store_meanwhile)
    assert orphans.remove_orphans() == Removed(0, 0, 1)
    assert files.read_blob(Blob.objects.get()) == b"wanted again"


def test_a_sweep_that_was_interrupted_is_completed(frozen_clock: FrozenClock) -> None:
    wanted, unwanted = files.store([b"wanted"]), files.store([b"unwanted"])
    leaving = files.root() / orphans.LEAVING
    leaving.mkdir()
    for blob in (wanted, unwanted):
        files.path_of(blob.sha256).rename(leaving / blob.sha256)
    Blob.objects.filter(pk=unwanted.pk).delete()
    make.file(make.cast().client, content=b"other")
    frozen_clock.move(timedelta(hours=30))
    StoredFile.objects.update(created_at=frozen_clock.now)
    Blob.objects.update(used_at=frozen_clock.now)
    assert orphans.remove_orphans().files == 1
    assert files.read_blob(wanted) == b"wanted"
    assert not (leaving / unwanted.sha256).exists()


def test_an_upload_that_was_swept_is_not_attached() -> None:
    people = make.cast()
    upload = make.file(people.client)
    StoredFile.objects.all().delete()
    with pytest.raises(NotFound):
        make.ticket(people.client, files=[upload])
    assert not Ticket.objects.exists()


def test_a_name_belongs_to_its_uploader() -> None:
    named = files.attach_name(files.store([b"x"]), "a/b.txt", "", SYSTEM)
    assert (named.name, named.content_type, named.size) == ("a_b.txt", "application/octet-stream", 1)
    assert (named.uploader_kind, named.uploader_id) == ("system", None)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_being_attached_is_passed_over() -> None:
    people = make.cast()
    upload = make.file(people.client)
    message = Message.objects.get(ticket=make.ticket(people.client))
    with session() as other:
        other.begin()
        other.do(lambda: attach(message, [Attachment(upload)]))
        with clock.shifted(2 * DAY):
            assert orphans.remove_orphans() == Removed(0, 0, 0)
        other.commit()
    with clock.shifted(2 * DAY):
        assert orphans.remove_orphans() == Removed(0, 0, 0)
    assert StoredFile.objects.get() == upload
