"""Bytes on stable storage, by their SHA-256.

Order of things: bytes to a temporary name, fsync, rename, fsync of the folder, then the row. A crash
between leaves a file without a row, which a sweep removes (`core.orphans`); never a row without its bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid, NotFound
from otklik.core.failpoints import hit
from otklik.core.models.files import Blob, StoredFile

INCOMING = "incoming"
CHUNK = 256 * 1024
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')


def store(chunks: Iterable[bytes], *, limit: int | None = None) -> Blob:
    """Put bytes on stable storage and return their blob; the same bytes are kept once.

    `limit` in bytes: beyond it `Invalid` is raised and nothing is kept. Call it before the
    transaction that uses the blob, so that no lock waits for the disk.
    """
    with tempfile.NamedTemporaryFile(dir=_incoming(), delete=False) as out:
        try:
            digest, size = _copy(chunks, out, limit)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            Path(out.name).unlink()
            raise
    hit("files.before_settle")
    _settle(Path(out.name), digest)
    hit("files.before_row")
    return _row(digest, size)


def attach_name(blob: Blob, name: str, content_type: str, uploader: ActorRef) -> StoredFile:
    """Give a blob a name people see. Unsafe characters are replaced, the length is bounded."""
    return StoredFile.objects.create(
        blob=blob,
        name=safe_name(name),
        content_type=content_type[:127] or "application/octet-stream",
        size=blob.size,
        uploader_kind=uploader.kind,
        uploader_id=uploader.id,
        created_at=clock.now(),
    )


def hold(attached: Iterable[StoredFile]) -> None:
    """Keep uploads from being swept as orphans while they are attached; in the attaching transaction.

    A foreign key alone does not: it is checked at commit. `NotFound` when one has been swept already.
    """
    ids = {file.pk for file in attached}
    held = StoredFile.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    if len(held.values_list("pk")) < len(ids):
        raise NotFound(_("There is no such file, or it is not open to you."))


def open_blob(blob: Blob) -> BinaryIO:
    """The bytes of a blob, for reading."""
    return path_of(blob.sha256).open("rb")


def read_blob(blob: Blob) -> bytes:
    """All bytes of a blob at once; for mails and small files."""
    return path_of(blob.sha256).read_bytes()


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """A file as chunks, for `store` and for streaming out."""
    while chunk := file.read(CHUNK):
        yield chunk


def safe_name(name: str) -> str:
    """A file name no system chokes on: no path, no control characters, at most 200 characters."""
    plain = _UNSAFE.sub("_", name.replace("\u202e", "")).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 20:
        return plain[:200] or "file"
    return f"{stem[: 199 - len(ending)]}.{ending}" if stem else plain[:200]


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 lie, or would."""
    return root() / digest[:2] / digest[2:4] / digest


def root() -> Path:
    """The folder of all bytes: `ab/cd/abcd…`, and `incoming` for what is still being written."""
    return Path(settings.OTKLIK_FILES_ROOT)


def _copy(chunks: Iterable[bytes], out: IO[bytes], limit: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if limit is not None and size > limit:
            megabytes = limit // (1024 * 1024)
            raise Invalid({"files": _("The file is larger than %(limit)s MB.") % {"limit": megabytes}})
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest(), size


def _settle(temporary: Path, digest: str) -> None:
    final = path_of(digest)
    if _freshen(final):
        temporary.unlink()
    else:
        _freshen(temporary)
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(final)
    # When the file was there already, whoever put it there may not have come to this yet.
    for folder in (final.parent, final.parent.parent, root()):
        _sync(folder)


def _freshen(path: Path) -> bool:
    """Whether the file is there; from now on it is young, so that no sweep takes it away."""
    moment = clock.now().timestamp()
    try:
        os.utime(path, (moment, moment))
    except FileNotFoundError:
        return False
    return True


def _row(digest: str, size: int) -> Blob:
    """The blob's row, kept or written, used just now either way."""
    blob = Blob(sha256=digest, size=size, used_at=clock.now())
    Blob.objects.bulk_create(
        [blob], update_conflicts=True, unique_fields=["sha256"], update_fields=["used_at"]
    )
    return Blob.objects.get(sha256=digest)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _incoming() -> Path:
    folder = root() / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    return folder
