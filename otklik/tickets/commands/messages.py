"""Writing one message into a thread, for every command that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.core import clock, files, text
from otklik.core.inserting import insert as write
from otklik.core.models import StoredFile
from otklik.people.queries import staff
from otklik.tickets import mentions
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.models import Mention, Message, MessageBody, MessageFile, Ticket

FIELDS = (
    "preview",
    "last_author",
    "last_by_client",
    "last_message_id",
    "last_public_id",
    "messages",
    "files",
)


@dataclass(frozen=True)
class Author:
    """Who wrote: one of agent, contact; or an outside address; or Otklik itself."""

    kind: AuthorKind
    name: str = ""
    email: str = ""
    agent_id: int | None = None
    contact_id: int | None = None

    @property
    def is_client(self) -> bool:
        """Writes from the client's side."""
        return self.kind in (AuthorKind.CONTACT, AuthorKind.SENDER)


@dataclass(frozen=True)
class Attachment:
    """A stored file that goes with a message; `content_id` where the text shows it as a picture."""

    file: StoredFile
    content_id: str = ""


@dataclass(frozen=True)
class Writing:
    """A message to be written."""

    author: Author
    content: Content
    kind: MessageKind
    public: bool
    via: str
    attachments: Sequence[Attachment] = ()
    cc: Sequence[str] = ()
    is_solution: bool = False
    automatic: bool = False
    sends_at: datetime | None = None


def write_message(ticket: Ticket, writing: Writing) -> Message:
    """Insert message, body and file links, and put its traces on the ticket (unsaved: see `FIELDS`)."""
    message = new_message(ticket, writing)
    insert(message, writing)
    trace(ticket, message, writing)
    return message


def new_message(ticket: Ticket, writing: Writing, pk: int | None = None) -> Message:
    """The message's row, not yet written; `pk` where its id was drawn beforehand."""
    now = clock.now()
    return Message(
        pk=pk,
        ticket=ticket,
        kind=writing.kind,
        public=writing.public,
        author_kind=writing.author.kind,
        agent_id=writing.author.agent_id,
        contact_id=writing.author.contact_id,
        author_name=writing.author.name[:150],
        author_email=writing.author.email[:254],
        via=writing.via,
        is_solution=writing.is_solution,
        automatic=writing.automatic,
        created_at=now,
        sends_at=writing.sends_at,
        released_at=None if writing.sends_at else now,
    )


def insert(message: Message, writing: Writing) -> None:
    """Write the message with its body and file links."""
    write(message)
    body = MessageBody(
        message=message,
        html=writing.content.html,
        text=writing.content.text,
        full_text=writing.content.full_text,
        cc=list(writing.cc),
    )
    write(body)
    attach(message, writing.attachments)


def trace(ticket: Ticket, message: Message, writing: Writing) -> None:
    """What the ticket's row tells of its newest message (unsaved: see `FIELDS`)."""
    ticket.messages += 1
    ticket.files += sum(1 for attachment in writing.attachments if not attachment.content_id)
    ticket.last_message_id = message.pk
    leave_traces(ticket, message, writing.content.text)


def attach(message: Message, attachments: Sequence[Attachment]) -> None:
    """Link stored files to the message in their order."""
    links = [
        MessageFile(message=message, file=a.file, content_id=a.content_id[:250], position=n)
        for n, a in enumerate(attachments)
    ]
    if links:
        files.hold(attachment.file for attachment in attachments)
        MessageFile.objects.bulk_create(links)


def leave_traces(ticket: Ticket, message: Message, words: str) -> None:
    """What lists show of the last message. A note is previewed but does not change who spoke last to whom."""
    ticket.preview = text.one_line(words, 180)
    ticket.last_author = message.author_name
    if message.public:
        ticket.last_public_id = message.pk
        if not message.automatic:
            ticket.last_by_client = message.author_kind in (AuthorKind.CONTACT, AuthorKind.SENDER)


def mention_people(message: Message, words: str, invited: Sequence[int] = ()) -> list[int]:
    """Note who is named in the text or chosen from the list; active agents other than the author."""
    people = [mentions.Nameable(a.id, a.name) for a in staff().active()]
    known = {person.id for person in people}
    named = [*mentions.find(words, people), *(pk for pk in invited if pk in known)]
    ids = [pk for pk in dict.fromkeys(named) if pk != message.agent_id]
    if ids:
        Mention.objects.bulk_create([Mention(message=message, agent_id=pk) for pk in ids])
    return ids
