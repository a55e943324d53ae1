"""Reading the files of tickets, each content once, and remembering what came out."""

from __future__ import annotations

from collections.abc import Collection

import structlog

from otklik.core.files import open_blob
from otklik.core.models import Blob
from otklik.search.models import Paper
from otklik.search.papers.child import read_bounded
from otklik.search.papers.kinds import LARGEST, Unread, kind_of
from otklik.tickets.models import MessageFile

AT_ONCE = 5
"""Contents read in one go: each may take its whole time."""

_log = structlog.get_logger(__name__)


def read_files(ticket_id: int) -> bool:
    """Read up to `AT_ONCE` of the ticket's files that were not read yet; whether some are left.

    Outside of any transaction: a child process works meanwhile. Whoever is killed in between has kept what
    was read before; a file that brings its reader down is remembered as such and not tried again.
    """
    waiting = _unread([ticket_id])
    for blob_id, kind in list(waiting.items())[:AT_ONCE]:
        blob = Blob.objects.get(pk=blob_id)
        try:
            found = Paper(blob=blob, text=_read(blob, kind))
        except Unread as trouble:
            _log.warning("search.file_unread", sha256=blob.sha256, reason=trouble.reason)
            found = Paper(blob=blob, unread=trouble.reason)
        except OSError as error:
            _log.warning("search.no_reader", error=str(error))
            return True
        Paper.objects.bulk_create([found], ignore_conflicts=True)  # another worker may have read the same
    return len(waiting) > AT_ONCE


def _unread(ticket_ids: Collection[int]) -> dict[int, str]:
    """Contents that can be read and have not been, with their kind."""
    files = MessageFile.objects.filter(
        message__ticket_id__in=ticket_ids, content_id="", file__blob__paper__isnull=True
    )
    rows = files.order_by("-pk").values_list("file__blob_id", "file__name")
    return {blob: kind for blob, name in rows if (kind := kind_of(name))}


def _read(blob: Blob, kind: str) -> str:
    if blob.size > LARGEST:
        raise Unread("too-large")
    try:
        file = open_blob(blob)
    except FileNotFoundError as error:
        raise Unread("missing") from error
    with file:
        return read_bounded(kind, file)
