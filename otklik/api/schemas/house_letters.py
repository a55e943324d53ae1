"""Letters that are about no ticket, as they go out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Word
from otklik.api.schemas.mail_outbox import StateName
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.notifications.letters import LetterRow
from otklik.notifications.reason_words import in_words

AboutName = Literal["account", "link", "contract", "alarm", "test"]
_STATE = _("How far it has come: queued, sent, held, failed or bounced.")
_ABOUT = _("What it is about: account, link, contract, alarm or test.")


class HouseLettersAsked(PageQuery):
    """Which letters."""

    state: StateName | None = Field(default=None, description=_STATE, examples=["failed"])
    about: AboutName | None = Field(default=None, description=_ABOUT, examples=["account"])
    q: Word = Field(
        default="", description=_("An address, or how it begins."), examples=["ivan@alpha.example"]
    )


class HouseLetterLine(BaseModel):
    """A letter to one address, about no ticket's story."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    about: str = Field(description=_ABOUT, examples=["account"])
    thing: str = Field(
        description=_("The account's login, or the number of the ticket or the contract; empty for none."),
        examples=["ivan"],
    )
    address: str = Field(examples=["ivan@alpha.example"])
    state: str = Field(description=_STATE, examples=["sent"])
    attempts: int = Field(description=_("How often it was tried."), examples=[1])
    why: str = Field(description=_("Why it did not arrive, in words."), examples=["mailbox full"])
    error: str = Field(description=_("What the server said."), examples=["552 5.2.2 Mailbox is full"])
    created_at: datetime
    sent_at: datetime | None


class HouseLetterLines(Listed):
    """A page of letters, the newest first."""

    items: list[HouseLetterLine]


def house_letter_line(row: LetterRow) -> HouseLetterLine:
    """As it goes out."""
    return HouseLetterLine(
        uid=UUID(row.uid),
        about=row.about.value,
        thing=row.thing,
        address=row.address,
        state=row.state,
        attempts=row.attempts,
        why=in_words(row.error) if row.error else "",
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
