"""A ticket that comes as a whole, with its past: what bulk loads and imports hand to `commands.load`.

Whatever follows from something else (state, turn, place in lists, counts, last words, readers) is not told
but worked out by the same rules as for tickets that people write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from otklik.core.actors import ActorRef, Via
from otklik.core.events import EventKind
from otklik.tickets.enums import AuthorKind


@dataclass(frozen=True, slots=True)
class LoadedMessage:
    """A message that took effect when it was written; one that is not `public` is a note."""

    at: datetime
    author_kind: AuthorKind
    author_name: str
    html: str
    text: str
    public: bool = True
    via: Via = Via.MAIL
    agent_id: int | None = None
    contact_id: int | None = None
    author_email: str = ""
    is_solution: bool = False

    @property
    def is_from_client(self) -> bool:
        """Written from the client's side."""
        return self.author_kind in (AuthorKind.CONTACT, AuthorKind.SENDER)


@dataclass(frozen=True, slots=True)
class LoadedEvent:
    """A line of the history. `message`: which of the ticket's messages it carries; `cause`: which event of
    the ticket it followed from; events of one `batch` (any number) were one step for the person."""

    at: datetime
    kind: EventKind
    by: ActorRef
    changes: Sequence[tuple[str, object, object]] = ()
    data: Sequence[tuple[str, object]] = ()
    message: int | None = None
    cause: int | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class LoadedTicket:
    """The ticket at the end of its past. `status` is a code; ids are those of rows already there."""

    subject: str
    created_at: datetime
    updated_at: datetime
    turn_since: datetime
    status: str
    brand_id: int
    priority_id: int
    priority_level: int
    messages: Sequence[LoadedMessage]
    events: Sequence[LoadedEvent]
    via: Via = Via.MAIL
    language: str = ""
    account_id: int | None = None
    type_id: int | None = None
    service_id: int | None = None
    category_ids: Sequence[int] = ()
    observer_ids: Sequence[int] = ()
    due_at: datetime | None = None
    postponed_until: datetime | None = None
    postponed_why: str = ""
    team_id: int | None = None
    held_by: Sequence[int] = ()
    assignee_id: int | None = None
    assigned_at: datetime | None = None
    contact_id: int | None = None
    company_id: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    initiator_agent_id: int | None = None
    initiator_contact_id: int | None = None
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    version: int = 1
    seen: Sequence[tuple[int, int]] = field(default=())
    """Agents and how many of the messages they have had before them."""
