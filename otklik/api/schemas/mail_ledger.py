"""The ledger of incoming mail as it goes out, and what is decided about a mail."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Number, Word
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.channels.mail.intake import Taken
from otklik.channels.mail.queries import LedgerRow

OutcomeName = Literal[
    "created", "appended", "duplicate", "automatic", "blocked", "ignored", "quarantined", "failed", "deleted"
]
_OUTCOME = _(
    "What became of it: created, appended, duplicate, automatic, blocked, ignored, quarantined, failed or "
    "deleted; empty while it is being read."
)


class LedgerQuery(PageQuery):
    """Which mails."""

    outcome: OutcomeName | None = Field(default=None, description=_OUTCOME, examples=["quarantined"])
    mailbox: Word = Field(default="", description=_("Name of a mailbox."), examples=["support"])
    q: Word = Field(
        default="",
        description=_("An address, a ticket's number, a Message-ID, or words of the subject of newer mails."),
        examples=["ivan@alpha.example"],
    )


class MailOut(BaseModel):
    """A mail that came in, and what became of it."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    mailbox: str = Field(description=_("Name of the mailbox it came to."), examples=["support"])
    sender: str = Field(examples=["ivan@alpha.example"])
    subject: str = Field(examples=["The printer does not print"])
    received_at: datetime
    outcome: str = Field(description=_OUTCOME, examples=["created"])
    reason: str = Field(description=_("Why, in a word or two of ours."), examples=[""])
    error: str = Field(description=_("What went wrong, for whoever looks after the system."), examples=[""])
    ticket: str = Field(description=_("Number of its ticket; empty without one."), examples=["INC1042"])
    size: int = Field(description=_("Bytes."), examples=[5120])
    doubts: list[str] = Field(
        description=_(
            "Why the sender may be somebody else: two-senders, name-is-an-address, encoded-address, "
            "dmarc-failed."
        ),
        examples=[["dmarc-failed"]],
    )


class Mails(Listed):
    """A page of mails, the newest first."""

    items: list[MailOut]


class MailTaken(BaseModel):
    """What became of a mail that was decided about."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    outcome: str = Field(description=_OUTCOME, examples=["appended"])
    reason: str = Field(description=_("Why, in a word or two of ours."), examples=["by hand"])
    ticket: str = Field(description=_("Number of its ticket; empty without one."), examples=["INC1042"])


class AttachIn(Input):
    """To which ticket a mail belongs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ticket": "INC1042"}]})

    ticket: Number = Field(description=_("Its number."), examples=["INC1042"])


def mail_out(row: LedgerRow) -> MailOut:
    """A line as a program reads it."""
    return MailOut(
        uid=UUID(row.uid),
        mailbox=row.mailbox,
        sender=row.sender,
        subject=row.subject,
        received_at=row.received_at,
        outcome=row.outcome,
        reason=row.reason,
        error=row.error,
        ticket=row.number,
        size=row.size,
        doubts=list(row.doubts),
    )


def taken_out(taken: Taken) -> MailTaken:
    """What was made of it."""
    return MailTaken(
        uid=UUID(taken.uid), outcome=taken.outcome.value, reason=taken.reason, ticket=taken.number or ""
    )
