"""Removing files nobody needs: uploads never attached, bytes without a file, leavings of crashes.

All of it only a day after its last use, and each step such that a `files.store` of the same bytes at the
same moment wins. A row goes under a lock and after a second look. A file is first renamed: a store that
found it just before has made it young, then it goes back; a store that comes after writes its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import models, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q

from otklik.core import clock, files
from otklik.core.failpoints import hit
from otklik.core.models.files import Blob, StoredFile

KEPT = timedelta(days=1)
LEAVING = "leaving"
CHUNK = 500


@dataclass(frozen=True)
class Removed:
    """How many uploads, how many blob rows, how many files on disk."""

    uploads: int
    blobs: int
    files: int


def remove_orphans() -> Removed:
    """Remove what nothing has referred to for a day. A sweep calls it; twice at once does no harm."""
    before = clock.now() - KEPT
    uploads = _remove_rows(StoredFile, Q(created_at__lt=before))
    blobs = _remove_rows(Blob, Q(used_at__lt=before))
    return Removed(uploads, blobs, _remove_files(before))


def _remove_rows(model: type[StoredFile] | type[Blob], old: Q) -> int:
    """Old rows without a reference, a chunk a transaction."""
    removed = 0
    orphans = old & _unreferenced(model)
    while True:
        with transaction.atomic():
            # Whoever attaches one of them right now holds a lock on it and is passed over.
            found = model._default_manager.select_for_update(skip_locked=True).filter(orphans)
            ids = list(found.order_by("pk").values_list("pk", flat=True)[:CHUNK])
            # The second look sees what was committed between the first and its locks.
            gone, _ = model._default_manager.filter(orphans, pk__in=ids).delete()
        removed += gone
        if not gone:
            return removed


def _unreferenced(model: type[models.Model]) -> Q:
    """No foreign key of any package holds the row: who attaches files is not known here. What goes along with
    it (CASCADE) holds nothing."""
    condition = Q()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many and not _goes_along(relation):
            owner = relation.related_model._default_manager
            condition &= ~Q(Exists(owner.filter(**{relation.field.name: OuterRef("pk")})))
    return condition


def _goes_along(relation: ForeignObjectRel) -> bool:
    return relation.on_delete is models.CASCADE


def _remove_files(before: datetime) -> int:
    """Bytes on disk without a row; unfinished uploads; what an interrupted run of this left behind."""
    removed = 0
    for path in _files_in(files.root() / LEAVING):
        known = Blob.objects.filter(sha256=path.name).exists()
        removed += _let_go(path, before, keep=known)
    for folder in sorted(files.root().glob("??")):
        paths = list(_files_in(folder))
        for start in range(0, len(paths), CHUNK):
            removed += sum(
                _remove(path, before) for path in _without_row(paths[start : start + CHUNK], before)
            )
    for path in _files_in(files.root() / files.INCOMING):
        if _is_old(path, before):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _without_row(paths: list[Path], before: datetime) -> list[Path]:
    old = [path for path in paths if _is_old(path, before)]
    names = [path.name for path in old]
    known = set(Blob.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    return [path for path in old if path.name not in known]


def _remove(path: Path, before: datetime) -> int:
    leaving = files.root() / LEAVING / path.name
    leaving.parent.mkdir(exist_ok=True)
    try:
        path.replace(leaving)
    except FileNotFoundError:  # another worker's sweep was quicker
        return 0
    hit("orphans.before_unlink")
    return _let_go(leaving, before, keep=False)


def _let_go(leaving: Path, before: datetime, *, keep: bool) -> int:
    """Unlink it, or put it back when it is wanted after all: it has a row, or was stored again meanwhile."""
    try:
        if keep or not _is_old(leaving, before):
            leaving.replace(files.path_of(leaving.name))
            return 0
        leaving.unlink()
    except FileNotFoundError:  # another worker's sweep was quicker
        return 0
    return 1


def _is_old(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:  # another worker's sweep was quicker
        return False
