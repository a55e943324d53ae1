"""One ticket as the card shows it: facts, thread, history, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from otklik.core.events import Audience
from otklik.core.models import Event
from otklik.core.prepared import Build, Prepared, Rows, Whole, filled
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Message, MessageFile, Ticket
from otklik.tickets.queries.around import Around, around

THREAD_PAGE = 60
HISTORY = 300
LAST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a message."""

    uid: str
    name: str
    size: int
    content_type: str
    content_id: str

    @property
    def is_picture(self) -> bool:
        """Shown as a thumbnail."""
        return self.content_type in ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as the thread shows it; `html` is clean and its pictures point to our files."""

    id: int
    uid: str
    kind: str
    public: bool
    author_kind: str
    agent_id: int | None
    contact_id: int | None
    author_name: str
    author_email: str
    via: str
    created_at: datetime
    sends_at: datetime | None
    released_at: datetime | None
    cancelled_at: datetime | None
    is_solution: bool
    automatic: bool
    html: str
    text: str
    folded: bool
    cc: Sequence[str]
    files: Sequence[FileRow]

    @property
    def is_ours(self) -> bool:
        """Written on our side."""
        return self.author_kind in ("agent", "system")


class _Said(NamedTuple):
    """A message as it is stored; the last four columns are its body's."""

    id: int
    uid: UUID
    kind: str
    public: bool
    author_kind: str
    agent_id: int | None
    contact_id: int | None
    author_name: str
    author_email: str
    via: str
    created_at: datetime
    sends_at: datetime | None
    released_at: datetime | None
    is_solution: bool
    automatic: bool
    html: str
    text: str
    full_text: str
    cc: Sequence[str]


_SAID = Prepared(_Said)
_ATTACHED = Prepared(lambda *row: row)


_EVENT = Whole(Event)
_EVENTS: Prepared[Event] = Prepared(_EVENT.row)


@dataclass(frozen=True)
class Card:
    """Everything about a ticket that the actor may see."""

    ticket: Ticket
    messages: Sequence[MessageRow]
    has_earlier: bool
    events: Sequence[Event]
    around: Around


def card(actor: Actor, number: str, *, before: int | None = None) -> Card:
    """The card of a ticket for this actor, or `NotFound`. A client gets public messages and events only."""
    ticket = get_ticket_for(actor, number)
    messages, earlier = thread(actor, ticket, before=before)
    return Card(ticket, messages, earlier, history(actor, ticket), around(actor, ticket))


def thread(
    actor: Actor, ticket: Ticket, *, before: int | None = None, since: int | None = None
) -> tuple[Sequence[MessageRow], bool]:
    """Messages oldest first: the newest page, the page before one, or all since one; whether more precede."""
    is_staff = actor.is_agent or actor.is_system
    behind, until = since or 0, LAST_ID if before is None else min(before, LAST_ID)
    asking = (ticket.pk, behind, until, actor.agent_id or 0) if is_staff else (ticket.pk, behind, until)
    found = _SAID.rows(_said_to_staff if is_staff else _said_to_client, *asking, shape=is_staff)
    page = found[THREAD_PAGE - 1 :: -1]
    files = _files([said.id for said in page])
    return [_message(said, files.get(said.id, ())) for said in page], len(found) > THREAD_PAGE


def history(actor: Actor, ticket: Ticket) -> Sequence[Event]:
    """The ticket's events, oldest first; clients see what is public, administrators' ones are theirs."""
    is_staff = actor.is_agent or actor.is_system
    return _EVENTS.rows(_happened_to(is_staff=is_staff), ticket.pk, shape=is_staff)[::-1]


def _happened_to(*, is_staff: bool) -> Build:
    """The newest events of a ticket, the last one first."""
    seen = [Audience.PUBLIC, Audience.INTERNAL] if is_staff else [Audience.PUBLIC]

    def build(ticket_id: int) -> Rows:
        events = Event.objects.filter(ticket_id=ticket_id, audience__in=seen).order_by("-id")
        return events.values_list(*_EVENT.columns)[:HISTORY]

    return build


def _said_to_staff(ticket_id: int, behind: int, until: int, agent_id: int) -> Rows:
    """Messages of a ticket between two ids, the newest first and one more than a page shows; of those that
    are about to be sent the reader's own."""
    out = Q(released_at__isnull=False) | Q(agent_id=agent_id)
    return _page(Message.objects.filter(out, ticket_id=ticket_id, pk__gt=behind, pk__lt=until))


def _said_to_client(ticket_id: int, behind: int, until: int) -> Rows:
    """The public ones of them that have been sent."""
    said = Message.objects.filter(ticket_id=ticket_id, pk__gt=behind, pk__lt=until)
    return _page(said.filter(released_at__isnull=False, public=True))


def _page(messages: QuerySet[Message]) -> Rows:
    known = messages.filter(cancelled_at__isnull=True).order_by("-id")
    columns = (*_Said._fields[:-4], *(f"body__{name}" for name in _Said._fields[-4:]))
    return known.values_list(*columns)[: THREAD_PAGE + 1]


def _files(messages: Sequence[int]) -> dict[int, list[FileRow]]:
    """By message, in one query; none for none."""
    found: dict[int, list[FileRow]] = {}
    for message_id, uid, *rest in _ATTACHED.rows(_attached_to, *filled(messages)) if messages else ():
        found.setdefault(message_id, []).append(FileRow(str(uid), *rest))
    return found


def _attached_to(*messages: int) -> Rows:
    rows = MessageFile.objects.filter(message__in=messages).order_by("message_id", "position")
    return rows.values_list(
        "message_id", "file__uid", "file__name", "file__size", "file__content_type", "content_id"
    )


def _message(said: _Said, files: Sequence[FileRow]) -> MessageRow:
    return MessageRow(
        id=said.id,
        uid=str(said.uid),
        kind=said.kind,
        public=said.public,
        author_kind=said.author_kind,
        agent_id=said.agent_id,
        contact_id=said.contact_id,
        author_name=said.author_name,
        author_email=said.author_email,
        via=said.via,
        created_at=said.created_at,
        sends_at=said.sends_at,
        released_at=said.released_at,
        cancelled_at=None,
        is_solution=said.is_solution,
        automatic=said.automatic,
        html=_with_pictures(said.html, files),
        text=said.text,
        folded=bool(said.full_text) and said.full_text.strip() != said.text.strip(),
        cc=said.cc,
        files=[file for file in files if not (file.content_id and f"cid:{file.content_id}" in said.html)],
    )


def _with_pictures(html: str, files: Sequence[FileRow]) -> str:
    for file in files:
        if file.content_id:
            html = html.replace(f'"cid:{file.content_id}"', f'"/files/{file.uid}?preview=large"')
    return html
