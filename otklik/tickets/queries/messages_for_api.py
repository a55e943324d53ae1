"""A ticket's thread and its files as the REST API answers with them, oldest first, by cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from otklik.core.cursors import Sorted, page_of
from otklik.core.errors import NotFound
from otklik.core.paging import Order, Page
from otklik.people.actor import Actor
from otklik.tickets.models import Message, MessageFile, Ticket

OLDEST = Sorted((Order("id"),), (int,))


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """A file of a message."""

    id: int
    message_id: int
    message__uid: UUID
    content_id: str
    file__uid: UUID
    file__name: str
    file__size: int
    file__content_type: str
    file__created_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A message with its text and files."""

    id: int
    uid: UUID
    kind: str
    public: bool
    author_kind: str
    agent_id: int | None
    contact__uid: UUID | None
    author_name: str
    author_email: str
    via: str
    is_solution: bool
    automatic: bool
    created_at: datetime
    sends_at: datetime | None
    released_at: datetime | None
    body__html: str
    body__text: str
    body__full_text: str
    body__cc: Sequence[str]
    files: Sequence[ThreadFile] = ()


_FILE = [column.name for column in fields(ThreadFile)]
_MESSAGE = [column.name for column in fields(ThreadMessage) if column.name != "files"]


def messages_for_api(actor: Actor, ticket: Ticket, *, after: str, limit: int) -> Page[ThreadMessage]:
    """A page of the thread: two queries. A client gets public messages that have left, never notes."""
    messages = _readable(actor, ticket)
    if after:
        messages = messages.filter(OLDEST.behind(after))
    rows = messages.order_by("id").values_list(*_MESSAGE)[: limit + 1]
    return page_of(_with_files([ThreadMessage(*row) for row in rows]), OLDEST, limit)


def message_for_api(actor: Actor, ticket: Ticket, uid: UUID) -> ThreadMessage:
    """One message of the ticket, or `NotFound`: also a note, for a client."""
    row = _readable(actor, ticket).filter(uid=uid).values_list(*_MESSAGE).first()
    if row is None:
        raise NotFound
    return _with_files([ThreadMessage(*row)])[0]


def get_message_for(actor: Actor, ticket: Ticket, uid: UUID) -> Message:
    """The message itself, for a command, or `NotFound`."""
    message = _readable(actor, ticket).filter(uid=uid).first()
    if message is None:
        raise NotFound
    return message


def written_message(message: Message) -> ThreadMessage:
    """The message the actor has just written, whatever they may read afterwards."""
    row = Message.objects.values_list(*_MESSAGE).get(pk=message.pk)
    return _with_files([ThreadMessage(*row)])[0]


def files_for_api(actor: Actor, ticket: Ticket, *, after: str, limit: int) -> Page[ThreadFile]:
    """A page of the files of all messages the actor may read, in the order they came: one query."""
    readable = _readable(actor, ticket).values("pk")
    links = MessageFile.objects.filter(message__in=readable)
    if after:
        links = links.filter(OLDEST.behind(after))
    rows = links.order_by("id").values_list(*_FILE)[: limit + 1]
    return page_of([ThreadFile(*row) for row in rows], OLDEST, limit)


def _readable(actor: Actor, ticket: Ticket) -> QuerySet[Message]:
    messages = Message.objects.filter(ticket=ticket, cancelled_at__isnull=True)
    if actor.is_system:
        return messages
    if actor.is_agent:
        return messages.filter(Q(released_at__isnull=False) | Q(agent_id=actor.agent_id))
    return messages.filter(public=True, released_at__isnull=False)


def _with_files(messages: Sequence[ThreadMessage]) -> list[ThreadMessage]:
    links = MessageFile.objects.filter(message_id__in=[message.id for message in messages])
    files: dict[int, list[ThreadFile]] = {}
    for link in links.order_by("message_id", "position", "id").values_list(*_FILE):
        file = ThreadFile(*link)
        files.setdefault(file.message_id, []).append(file)
    return [replace(row, files=files[row.id]) if row.id in files else row for row in messages]
