"""Files of forms: early uploads by uid, files in the form itself, files of a form that returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from otklik.channels.form.held_files import handle_of, held_file
from otklik.core import files
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import Actor
from otklik.tickets.commands import Attachment
from otklik.web.typography import filesize

MAX_FILES = 20


def collect(
    into: list[Attachment], actor: Actor, uids: Sequence[str], given: Iterable[UploadedFile[bytes]]
) -> None:
    """Put a form's files into the list: the actor's early uploads by their handles (`handle_of`), then those
    that came with the form.

    What was taken before one was refused stays in the list, so that the form can come back with it. `Invalid`
    for a file too large, too many of them, or an upload that is no longer there. Runs before any transaction.
    """
    sent = list(given)
    if len(uids) + len(sent) > MAX_FILES:
        raise Invalid({"files": _("Attach at most %(n)s files at once.") % {"n": MAX_FILES}})
    for uid in dict.fromkeys(uids):
        try:
            into.append(Attachment(held_file(actor, uid)))
        except NotFound as error:
            message = _("An attached file is no longer there. Attach it again.")
            raise Invalid({"files": message}) from error
    into.extend(uploaded(actor, sent))  # one after another: what came before a refusal stays


def uploaded(actor: Actor, given: Iterable[UploadedFile[bytes]]) -> Iterator[Attachment]:
    """Store files that came with a form, one after another. `Invalid` names the limit."""
    for file in given:
        blob = files.store(file.chunks(), limit=settings.MAX_UPLOAD_BYTES)
        yield Attachment(files.attach_name(blob, file.name or "file", file.content_type or "", actor.ref))


def shown_files(attached: Iterable[Attachment], actor: Actor | None = None) -> list[tuple[str, str, str]]:
    """(handle, name, size in words) for a form that comes back with its files; the handle is the uid for
    everybody with an account."""
    return [
        (handle_of(actor, a.file) if actor else str(a.file.uid), a.file.name, filesize(a.file.size))
        for a in attached
    ]
