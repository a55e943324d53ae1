"""Taking a file in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import get_language

from otklik.core import clock, files
from otklik.core.errors import Invalid
from otklik.core.models import Blob, StoredFile
from otklik.importing.access import require_import
from otklik.importing.guessing import guessed, kind_that_fits
from otklik.importing.kinds import kind_called, open_kinds
from otklik.importing.models import ImportRun
from otklik.importing.reading import kept_source
from otklik.importing.sentences import unreadable
from otklik.importing.tables.faults import Unreadable
from otklik.importing.tables.opening import Table, look_at
from otklik.people.actor import Actor

MAX_BYTES = 50 * 1024 * 1024


def upload(actor: Actor, name: str, chunks: Iterable[bytes], *, kind: str = "") -> ImportRun:
    """Keep a file and look at its beginning: kind (unless given) and columns are guessed by its headings.

    Needs `importing.run`. `Invalid({"file": …})` for what is no table; nothing of it is kept then.
    """
    require_import(actor)
    if kind:
        kind_called(kind)
    blob = files.store(chunks, limit=MAX_BYTES)
    table = _looked_at(blob)
    with transaction.atomic():
        stored = files.attach_name(blob, name, "application/octet-stream", actor.ref)
        return _made(actor, stored, table, kind)


@transaction.atomic
def take_upload(actor: Actor, stored: StoredFile, *, kind: str = "") -> ImportRun:
    """The same for a file that was uploaded before. Needs `importing.run`."""
    require_import(actor)
    if kind:
        kind_called(kind)
    files.hold([stored])
    return _made(actor, stored, _looked_at(stored.blob), kind)


def _looked_at(blob: Blob) -> Table:
    with files.open_blob(blob) as file:
        try:
            return look_at(file)
        except Unreadable as error:
            raise Invalid({"file": unreadable(error.why)}) from error


def _made(actor: Actor, stored: StoredFile, table: Table, kind: str) -> ImportRun:
    chosen = kind or kind_that_fits(table.headings, open_kinds()).key
    return ImportRun.objects.create(
        kind=chosen,
        agent_id=actor.agent_id,
        language=(get_language() or "ru").split("-")[0],
        file=stored,
        file_name=stored.name,
        source=kept_source(table.source),
        headings=list(table.headings),
        mapping=_mapping(table, chosen),
        created_at=clock.now(),
    )


def _mapping(table: Table, kind: str) -> Sequence[str]:
    return list(guessed(table.headings, kind_called(kind)))
