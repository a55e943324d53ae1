"""One ticket as the card shows it: facts, thread, history, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from otklik.clients.models import ContactEmail, ContactPhone
from otklik.core.events import Audience
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for, visible_to
from otklik.tickets.models import Draft, Link, Message, MessageFile, Observer, Ticket, TicketCategory

THREAD_PAGE = 60
HISTORY = 300


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


@dataclass(frozen=True)
class Card:
    """Everything about a ticket that the actor may see."""

    ticket: Ticket
    messages: Sequence[MessageRow]
    has_earlier: bool
    events: Sequence[Event]
    observers: Sequence[tuple[int | None, int | None]]
    category_ids: Sequence[int]
    drafts: Mapping[str, str]
    emails: Sequence[str]
    phones: Sequence[str]
    links: Sequence[tuple[str, str, str]]


def card(actor: Actor, number: str, *, before: int | None = None) -> Card:
    """The card of a ticket for this actor, or `NotFound`. A client gets public messages and events only."""
    ticket = get_ticket_for(actor, number)
    messages, earlier = thread(actor, ticket, before=before)
    return Card(
        ticket=ticket,
        messages=messages,
        has_earlier=earlier,
        events=history(actor, ticket),
        observers=list(Observer.objects.filter(ticket=ticket).values_list("agent_id", "team_id")),
        category_ids=list(TicketCategory.objects.filter(ticket=ticket).values_list("category_id", flat=True)),
        drafts=_drafts(actor, ticket),
        emails=_addresses(ContactEmail.objects.all(), "email", ticket),
        phones=_addresses(ContactPhone.objects.all(), "phone", ticket),
        links=_links(actor, ticket),
    )


def thread(
    actor: Actor, ticket: Ticket, *, before: int | None = None, since: int | None = None
) -> tuple[Sequence[MessageRow], bool]:
    """Messages oldest first: the newest page, the page before one, or all since one; whether more precede."""
    messages = Message.objects.filter(ticket=ticket).order_by("-id")
    if not actor.is_agent and not actor.is_system:
        messages = messages.filter(Q(released_at__isnull=False), public=True)
    messages = messages.filter(cancelled_at__isnull=True)
    if before is not None:
        messages = messages.filter(pk__lt=before)
    if since is not None:
        messages = messages.filter(pk__gt=since)
    found = list(messages.select_related("body")[: THREAD_PAGE + 1])
    page = list(reversed(found[:THREAD_PAGE]))
    files = _files(page)
    return [_message(row, files.get(row.pk, [])) for row in page], len(found) > THREAD_PAGE


def history(actor: Actor, ticket: Ticket) -> Sequence[Event]:
    """The ticket's events, oldest first; clients see what is public, administrators' ones are theirs."""
    events = Event.objects.filter(ticket_id=ticket.pk)
    if actor.is_agent or actor.is_system:
        events = events.exclude(audience=Audience.ADMIN)
    else:
        events = events.filter(audience=Audience.PUBLIC)
    return list(reversed(events.order_by("-id")[:HISTORY]))


def _files(messages: Sequence[Message]) -> dict[int, list[FileRow]]:
    rows = MessageFile.objects.filter(message__in=[m.pk for m in messages]).select_related("file")
    found: dict[int, list[FileRow]] = {}
    for row in rows.order_by("message_id", "position"):
        file = row.file
        item = FileRow(str(file.uid), file.name, file.size, file.content_type, row.content_id)
        found.setdefault(row.message_id, []).append(item)
    return found


def _message(row: Message, files: Sequence[FileRow]) -> MessageRow:
    body = row.body
    return MessageRow(
        id=row.pk,
        uid=str(row.uid),
        kind=row.kind,
        public=row.public,
        author_kind=row.author_kind,
        agent_id=row.agent_id,
        contact_id=row.contact_id,
        author_name=row.author_name,
        author_email=row.author_email,
        via=row.via,
        created_at=row.created_at,
        sends_at=row.sends_at,
        released_at=row.released_at,
        cancelled_at=row.cancelled_at,
        is_solution=row.is_solution,
        automatic=row.automatic,
        html=_with_pictures(body.html, files),
        text=body.text,
        folded=bool(body.full_text) and body.full_text.strip() != body.text.strip(),
        cc=body.cc,
        files=[file for file in files if not (file.content_id and f"cid:{file.content_id}" in body.html)],
    )


def _with_pictures(html: str, files: Sequence[FileRow]) -> str:
    for file in files:
        if file.content_id:
            html = html.replace(f'"cid:{file.content_id}"', f'"/files/{file.uid}"')
    return html


def _addresses(
    rows: QuerySet[ContactEmail] | QuerySet[ContactPhone], column: str, ticket: Ticket
) -> list[str]:
    if ticket.contact_id is None:
        return []
    return list(rows.filter(contact_id=ticket.contact_id).order_by("position").values_list(column, flat=True))


def _drafts(actor: Actor, ticket: Ticket) -> dict[str, str]:
    if actor.agent_id is None:
        return {}
    return dict(Draft.objects.filter(agent_id=actor.agent_id, ticket=ticket).values_list("kind", "text"))


def _links(actor: Actor, ticket: Ticket) -> list[tuple[str, str, str]]:
    both = Link.objects.filter(Q(source=ticket) | Q(target=ticket)).values_list(
        "source_id", "target_id", "kind"
    )
    others = {source if target == ticket.pk else target: kind for source, target, kind in both}
    if not others:
        return []
    rows = visible_to(actor).filter(pk__in=others).values_list("pk", "number", "subject")
    return [(others[pk], number, subject) for pk, number, subject in rows]
