"""The files of a message that fit into a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.core.prepared import Prepared, Rows
from otklik.notifications.sending import MAX_BYTES
from otklik.tickets.models import Message, MessageFile

_NAMES: Prepared[str] = Prepared(str)


@dataclass(frozen=True)
class Enclosures:
    """What travels with the mail, in the order of the message, and the names of what is too large to."""

    enclosed: Sequence[MessageFile]
    left_out: Sequence[str]


def enclosures_of(message_id: int) -> Enclosures:
    """Pictures shown in the text go first, then files as long as they fit."""
    links = MessageFile.objects.filter(message_id=message_id).select_related("file__blob")
    enclosed, left_out, left = [], [], MAX_BYTES
    for link in sorted(links, key=lambda link: (not link.content_id, link.position)):
        if link.file.size <= left:
            left -= link.file.size
            enclosed.append(link)
        else:
            left_out.append(link.file.name)
    return Enclosures(enclosed, left_out)


def names_of_files(message: Message) -> Sequence[str]:
    """The files of a message as a letter names them, without pictures shown in its text."""
    return _NAMES.rows(_names, message.pk)


def _names(message_id: int) -> Rows:
    links = MessageFile.objects.filter(message_id=message_id, content_id="")
    return links.order_by("position").values_list("file__name")
