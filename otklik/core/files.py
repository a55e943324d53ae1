"""Bytes on stable storage, by their SHA-256.

Order of things: bytes to a temporary name, fsync, rename, fsync of the folder, then the row. A crash
between leaves a file without a row, which a sweep removes (`core.orphans`); never a row without its bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
AT_ONCE = 8
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')


def store(chunks: Iterable[bytes], *, limit: int | None = None) -> Blob:
    """Put bytes on stable storage and return their blob; the same bytes are kept once.

    `limit` in bytes: beyond it `Invalid` is raised and nothing is kept. Call it before the
    transaction that uses the blob, so that no lock waits for the disk.
    """
    digest, size = _put(chunks, limit)
    for folder in _folders_of(digest):
        _sync(folder)
    hit("files.before_row")
    return _rows({digest: size})[digest]


def store_all(contents: Sequence[bytes]) -> list[Blob]:
    """The same for several small contents at once: the disk brings them in together, and so do their rows.

    All are stored or none counts; the blobs come in the order of the contents.
    """
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        put = list(pool.map(lambda content: _put((content,), None), contents))
        # Every folder once, after all its files: most share the upper ones.
        list(pool.map(_sync, {folder for digest, _size in put for folder in _folders_of(digest)}))
    hit("files.before_row")
    rows = _rows(dict(put))
    return [rows[digest] for digest, _size in put]


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


def _put(chunks: Iterable[bytes], limit: int | None) -> tuple[str, int]:
    """The bytes at their place, on stable storage but for the folders' own entries; digest and size."""
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
    return digest, size


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


def _folders_of(digest: str) -> tuple[Path, Path, Path]:
    """Folders to be synced after a file was put: also one that was there already, since whoever put it there
    may not have come to this yet."""
    final = path_of(digest)
    return final.parent, final.parent.parent, root()


def _freshen(path: Path) -> bool:
    """Whether the file is there; from now on it is young, so that no sweep takes it away."""
    moment = clock.now().timestamp()
    try:
        os.utime(path, (moment, moment))
    except FileNotFoundError:
        return False
    return True


def _rows(put: Mapping[str, int]) -> dict[str, Blob]:
    """The rows of blobs by digest, kept or written, used just now either way."""
    moment = clock.now()
    # In one order, so that two who store the same contents do not wait for each other.
    blobs = [Blob(sha256=digest, size=put[digest], used_at=moment) for digest in sorted(put)]
    Blob.objects.bulk_create(
        blobs, update_conflicts=True, unique_fields=["sha256"], update_fields=["used_at"]
    )
    return {blob.sha256: blob for blob in Blob.objects.filter(sha256__in=list(put))}


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
