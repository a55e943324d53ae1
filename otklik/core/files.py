"""Bytes on stable storage, by their SHA-256.

Order of things: bytes to a temporary name, fsync, rename, fsync of the folder, then the row. A crash
between leaves a file without a row, which a sweep removes; never a row without its bytes.
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
from otklik.core.errors import Invalid
from otklik.core.models.files import Blob, StoredFile

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
            os.unlink(out.name)
            raise
    _settle(Path(out.name), digest)
    blob, _created = Blob.objects.get_or_create(sha256=digest, defaults={"size": size, "created_at": clock.now()})
    return blob


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


def open_blob(blob: Blob) -> BinaryIO:
    """The bytes of a blob, for reading."""
    return _path(blob.sha256).open("rb")


def read_blob(blob: Blob) -> bytes:
    """All bytes of a blob at once; for mails and small files."""
    return _path(blob.sha256).read_bytes()


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
    final = _path(digest)
    if final.exists():
        temporary.unlink()
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)
    for folder in (final.parent, final.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(digest: str) -> Path:
    return _root() / digest[:2] / digest[2:4] / digest


def _incoming() -> Path:
    folder = _root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _root() -> Path:
    return Path(settings.OTKLIK_FILES_ROOT)
