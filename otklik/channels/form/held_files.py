"""Files of a form that is not accepted yet, for people without an account.

Who is signed in holds an upload by being its uploader (`tickets.access.get_file_for`). Others hold it by a
signed handle, which names that file alone, for a day; after that the file is swept away (`core.orphans`).
"""

from __future__ import annotations

from datetime import timedelta

from otklik.core import signing
from otklik.core.errors import NotFound
from otklik.core.models import StoredFile
from otklik.people.actor import Actor
from otklik.tickets.access import get_file_for
from otklik.tickets.models import MessageFile

PURPOSE = "form.file"
LASTS = timedelta(days=1)


def handle_of(actor: Actor, file: StoredFile) -> str:
    """What a form carries for an uploaded file: its uid, or a signed handle for who has no account."""
    if actor.ref.id is not None:
        return str(file.uid)
    return signing.sign(PURPOSE, file.pk, valid_for=LASTS)


def held_file(actor: Actor, handle: str) -> StoredFile:
    """The file behind a handle, not attached to any message yet; `NotFound` for what is none of theirs."""
    if actor.ref.id is not None:
        return get_file_for(actor, handle)
    claim = signing.read(PURPOSE, handle)
    file = StoredFile.objects.select_related("blob").filter(pk=claim.object_id if claim else 0).first()
    if file is None or MessageFile.objects.filter(file=file).exists():
        raise NotFound
    return file
