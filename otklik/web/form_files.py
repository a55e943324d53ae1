"""Files of forms: early uploads by uid, files in the form itself, files of a form that returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from otklik.core import files
from otklik.people.actor import Actor
from otklik.tickets.access import get_file_for
from otklik.tickets.commands import Attachment
from otklik.web.typography import filesize

MAX_FILES = 20


def uploaded(actor: Actor, given: Iterable[UploadedFile[bytes]]) -> list[Attachment]:
    """Store files that came with a form. `Invalid` names the limit; runs before any transaction."""
    made = []
    for file in list(given)[:MAX_FILES]:
        blob = files.store(file.chunks(), limit=settings.MAX_UPLOAD_BYTES)
        stored = files.attach_name(blob, file.name or "file", file.content_type or "", actor.ref)
        made.append(Attachment(stored))
    return made


def attachments_of(actor: Actor, uids: Sequence[str]) -> list[Attachment]:
    """The actor's own early uploads by uid; a foreign or unknown uid is `NotFound`."""
    return [Attachment(get_file_for(actor, uid)) for uid in dict.fromkeys(uids[:MAX_FILES])]


def shown_files(actor: Actor, uids: Sequence[str]) -> list[tuple[str, str, str]]:
    """(uid, name, size in words) for a form that comes back with its files."""
    found = attachments_of(actor, uids)
    return [(str(a.file.uid), a.file.name, filesize(a.file.size)) for a in found]
