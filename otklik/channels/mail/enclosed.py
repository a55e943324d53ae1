"""Files of an incoming mail, put on stable storage before any transaction begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from otklik.channels.mail.inbound import InboundAttachment
from otklik.core import files
from otklik.core.actors import ActorRef
from otklik.core.models import Blob
from otklik.tickets.commands import Attachment


@dataclass(frozen=True)
class Stored:
    """Bytes that are safe, with the name they came under."""

    blob: Blob
    name: str
    content_type: str
    content_id: str


@dataclass(frozen=True)
class Enclosed:
    """What was stored and, by name and size in bytes, what was too large to be."""

    stored: Sequence[Stored] = ()
    refused: Sequence[tuple[str, int]] = ()


def store_all(attachments: Iterable[InboundAttachment]) -> Enclosed:
    """Store every file within the installation's limit. Safe to repeat: the same bytes are kept once."""
    stored, refused = [], []
    for one in attachments:
        if one.size > settings.MAX_UPLOAD_BYTES:
            refused.append((one.name, one.size))
        else:
            blob = files.store((one.content,))
            stored.append(Stored(blob, one.name, one.content_type, one.content_id if one.inline else ""))
    return Enclosed(stored, refused)


def attached(enclosed: Enclosed, uploader: ActorRef) -> Sequence[Attachment]:
    """The stored files as attachments of a message; called inside its transaction."""
    return [
        Attachment(files.attach_name(one.blob, one.name, one.content_type, uploader), one.content_id)
        for one in enclosed.stored
    ]
