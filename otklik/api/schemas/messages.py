"""Messages and files of a thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Code, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID, agent_ref
from otklik.api.schemas.ticket_inputs import TextIn
from otklik.notifications.queries import DeliveryLine
from otklik.notifications.reasons import why_of
from otklik.people.actor import Actor
from otklik.tickets.queries.messages_for_api import ThreadFile, ThreadMessage


class FileOut(BaseModel):
    """A file."""

    uid: UUID = Field(description=_("Send it in `files`."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["screen.png"])
    size: int = Field(description=_("In bytes."), examples=[52133])
    content_type: str = Field(examples=["image/png"])
    url: str = Field(
        description=_("Where its bytes are; takes the same token."), examples=[f"/files/{EXAMPLE_UID}"]
    )


class ThreadFileOut(FileOut):
    """A file of a message."""

    message: UUID = Field(description=_("uid of its message."), examples=[EXAMPLE_UID])
    inline: bool = Field(description=_("A picture inside the text."), examples=[False])


class ThreadFiles(Listed):
    """A page of a ticket's files."""

    items: list[ThreadFileOut]


class Uploaded(BaseModel):
    """What was uploaded, in the order sent."""

    items: list[FileOut]


class AuthorOut(BaseModel):
    """Who wrote."""

    kind: str = Field(
        description=_("agent, contact, sender (an unknown address) or system."), examples=["agent"]
    )
    name: str = Field(examples=["Elena Belova"])
    uid: UUID | None = Field(default=None, description=_("Of an agent or a contact; for staff."))
    email: str | None = Field(default=None, description=_("For staff."), examples=["elena@desk.example"])


class DeliveryOut(BaseModel):
    """One mail of a message to one address."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    audience: str = Field(
        description=_("As what they are told: client, assignee, team, observer, lead, mention."),
        examples=["client"],
    )
    address: str = Field(examples=["ivan@alpha.example"])
    state: str = Field(
        description=_("queued, held (no outgoing mail is set up), sent, failed, bounced or cancelled."),
        examples=["sent"],
    )
    error: str = Field(default="", description=_("Why it did not arrive."), examples=[""])
    why: str = Field(
        default="",
        description=_(
            "The same in one word: no-address, no-domain, switched-off, full, too-large, spam, not-believed,"
            " refused, later, no-answer, loop or other; empty where nothing failed."
        ),
        examples=[""],
    )
    sent_at: datetime | None = Field(default=None, examples=["2026-11-20T06:57:02Z"])
    maybe_twice: bool = Field(
        default=False,
        description=_("It was sent again because nobody knew whether the first attempt had arrived."),
        examples=[False],
    )


class ClientMessage(BaseModel):
    """A message as the client reads it."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    author: AuthorOut
    via: str = Field(description=_("How it came."), examples=["mail"])
    created_at: datetime = Field(examples=["2026-11-20T06:57:00Z"])
    is_solution: bool = Field(description=_("It says how the matter was solved."), examples=[False])
    text: str = Field(description=_("The new part, without quoted mails."), examples=["It blinks red."])
    html: str = Field(
        description=_("The same as harmless HTML; pictures point to our files."),
        examples=["<p>It blinks red.</p>"],
    )
    files: list[FileOut] = Field(default_factory=list)


class MessageOut(ClientMessage):
    """A message as staff read it."""

    kind: str = Field(description=_("reply or note."), examples=["reply"])
    public: bool = Field(description=_("Whether the client reads it."), examples=[True])
    automatic: bool = Field(
        description=_("Written by a machine, such as an absence notice."), examples=[False]
    )
    sends_at: datetime | None = Field(default=None, description=_("A reply that is held back leaves then."))
    sent_at: datetime | None = Field(default=None, examples=["2026-11-20T06:57:00Z"])
    full_text: str = Field(
        default="", description=_("The whole mail's text, where there is more."), examples=[""]
    )
    cc: list[str] = Field(default_factory=list, description=_("Copies of a reply."))
    deliveries: list[DeliveryOut] = Field(
        default_factory=list, description=_("The mails about it and how far they have come.")
    )
    read: bool = Field(
        default=False, description=_("The client has had it open, in the portal or by the link of a letter.")
    )


class Messages(Listed):
    """A page of a thread: `MessageOut` for staff, `ClientMessage` for a contact."""

    items: list[MessageOut | ClientMessage]


class MessageIn(TextIn):
    """A message. A contact's own is always public and takes text and files only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "reply", "text": "We are on our way.", "status": "in_progress"}]
        }
    )

    kind: Literal["reply", "note"] = Field(
        default="reply", description=_("A note is never seen by the client. Staff only.")
    )
    cc: list[Word] = Field(
        default_factory=list, max_length=20, description=_("Copies of a reply go there. Staff only.")
    )
    mentions: list[UUID] = Field(
        default_factory=list, max_length=50, description=_("uids of agents to be told. Staff only.")
    )
    status: Code | None = Field(default=None, description=_("Status afterwards, with a reply. Staff only."))
    seen: UUID | None = Field(
        default=None,
        description=_("uid of the last message you read; a newer one means 409. Staff only."),
    )
    undo_seconds: int = Field(
        default=0,
        ge=0,
        le=30,
        description=_("So long a reply is held back and can be called back by DELETE. Staff only."),
    )


def message_out(
    actor: Actor, row: ThreadMessage, deliveries: Sequence[DeliveryLine] = (), read: int = 0
) -> MessageOut | ClientMessage:
    """The message as this actor may read it. For staff: `deliveries` are its mails, `read` the last message
    of its ticket that the client has had before them."""
    if not actor.is_agent:
        return ClientMessage.model_validate(_for_all(row) | {"author": _author(row)})
    values = _for_all(row) | {
        "author": _author_for_staff(row),
        "kind": row.kind,
        "public": row.public,
        "automatic": row.automatic,
        "sends_at": row.sends_at,
        "sent_at": row.released_at,
        "full_text": row.body__full_text,
        "cc": list(row.body__cc),
        "deliveries": [_delivery_out(line) for line in deliveries],
        "read": row.public and row.author_kind in ("agent", "system") and row.id <= read,
    }
    return MessageOut.model_validate(values)


def thread_file_out(file: ThreadFile) -> ThreadFileOut:
    """A file of a thread."""
    return ThreadFileOut(
        uid=file.file__uid,
        name=file.file__name,
        size=file.file__size,
        content_type=file.file__content_type,
        url=file_url(file.file__uid),
        message=file.message__uid,
        inline=bool(file.content_id),
    )


def file_url(uid: UUID) -> str:
    """Where a file's bytes are."""
    return f"/files/{uid}"


def _delivery_out(line: DeliveryLine) -> DeliveryOut:
    return DeliveryOut(
        uid=UUID(line.uid),
        audience=line.audience,
        address=line.address,
        state=line.state,
        error=line.error,
        why=why_of(line.error) if line.error else "",
        sent_at=line.sent_at,
        maybe_twice=line.maybe_twice,
    )


def _for_all(row: ThreadMessage) -> dict[str, object]:
    return {
        "uid": row.uid,
        "via": row.via,
        "created_at": row.created_at,
        "is_solution": row.is_solution,
        "text": row.body__text,
        "html": _with_pictures(row),
        "files": [
            FileOut(
                uid=file.file__uid,
                name=file.file__name,
                size=file.file__size,
                content_type=file.file__content_type,
                url=file_url(file.file__uid),
            )
            for file in row.files
        ],
    }


def _author(row: ThreadMessage) -> AuthorOut:
    return AuthorOut(kind=row.author_kind, name=row.author_name)


def _author_for_staff(row: ThreadMessage) -> AuthorOut:
    agent = agent_ref(row.agent_id)
    uid = agent.uid if agent else row.contact__uid
    return AuthorOut(kind=row.author_kind, name=row.author_name, uid=uid, email=row.author_email or None)


def _with_pictures(row: ThreadMessage) -> str:
    html = row.body__html
    for file in row.files:
        if file.content_id:
            html = html.replace(f'"cid:{file.content_id}"', f'"{file_url(file.file__uid)}"')
    return html
