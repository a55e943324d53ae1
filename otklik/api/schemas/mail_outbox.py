"""Letters that leave, and alarms about mail, as they go out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Word
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.channels.mail.alarms import Alarm
from otklik.notifications.letters import LetterRow
from otklik.notifications.queries import OutboxRow
from otklik.notifications.reason_words import in_words

StateName = Literal["queued", "sent", "held", "failed", "bounced", "cancelled"]
STATE = _("How far it has come: queued, sent, held, failed, bounced or cancelled.")


class OutboxAsked(PageQuery):
    """Which letters."""

    state: StateName | None = Field(default=None, description=STATE, examples=["failed"])
    letter: Word = Field(default="", description=_("Kind of letter."), examples=["reply"])
    q: Word = Field(
        default="",
        description=_("An address or how it begins, or a ticket's number."),
        examples=["ivan@alpha.example"],
    )


class LetterFate(BaseModel):
    """What is told of any letter to one address."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    address: str = Field(examples=["ivan@alpha.example"])
    state: str = Field(description=STATE, examples=["sent"])
    attempts: int = Field(description=_("How often it was tried."), examples=[1])
    why: str = Field(description=_("Why it did not arrive, in words."), examples=["mailbox full"])
    error: str = Field(description=_("What the server said."), examples=["552 5.2.2 Mailbox is full"])
    created_at: datetime
    sent_at: datetime | None


class LetterLine(LetterFate):
    """A letter to one address about a ticket."""

    ticket: str = Field(description=_("Number of its ticket."), examples=["INC1042"])
    letter: str = Field(description=_("Kind of letter."), examples=["reply"])
    audience: str = Field(description=_("As what its reader is told."), examples=["client"])
    name: str = Field(examples=["Ivan Petrov"])


class LetterLines(Listed):
    """A page of letters, the newest first."""

    items: list[LetterLine]


class AlarmOut(BaseModel):
    """Something that keeps mail from coming or leaving, as long as it lasts."""

    key: str = Field(description=_("Names it as long as it lasts."), examples=["fetching:3"])
    kind: str = Field(
        description=_("fetching, token, secret, silent, unread, hook or sending."), examples=["fetching"]
    )
    words: str = Field(examples=["Mail of support@desk.example cannot be taken: the password is refused."])
    mailbox: str | None = Field(description=_("Name of the mailbox it is about."), examples=["support"])
    since: datetime
    silenced: bool = Field(
        description=_("Seen: it says nothing more until it comes further."), examples=[False]
    )


class Alarms(BaseModel):
    """What is wrong now, the oldest first."""

    items: list[AlarmOut]


class Fate(TypedDict):
    """The fields of `LetterFate`."""

    uid: UUID
    address: str
    state: str
    attempts: int
    why: str
    error: str
    created_at: datetime
    sent_at: datetime | None


def fate_of(row: OutboxRow | LetterRow) -> Fate:
    """What every letter goes out with."""
    return Fate(
        uid=UUID(row.uid),
        address=row.address,
        state=row.state,
        attempts=row.attempts,
        why=in_words(row.error) if row.error else "",
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def letter_line(row: OutboxRow) -> LetterLine:
    """As it goes out."""
    return LetterLine(
        ticket=row.number, letter=row.letter, audience=row.audience, name=row.name, **fate_of(row)
    )


def alarm_out(alarm: Alarm) -> AlarmOut:
    """As it goes out."""
    return AlarmOut(
        key=alarm.key,
        kind=alarm.kind,
        words=alarm.words,
        mailbox=alarm.account.name if alarm.account else None,
        since=alarm.since,
        silenced=alarm.silenced,
    )
