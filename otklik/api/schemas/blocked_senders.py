"""Blocked senders, as they go out and come in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.channels.mail.models import BlockedSender


class BlockedSenderOut(BaseModel):
    """A sender whose mail makes no ticket."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    sender: str = Field(
        description=_("An address, or a domain with everything below it."), examples=["spam.example"]
    )
    reason: str = Field(examples=["Advertising"])
    since: datetime = Field(description=_("When it was blocked last."), examples=["2026-11-17T09:00:00Z"])
    active: bool = Field(description=_("False: let in again."), examples=[True])


class BlockedSenders(Listed):
    """A page of blocked senders, the newest first."""

    items: list[BlockedSenderOut]


class BlockedSenderIn(Input):
    """Whom to block, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"sender": "spam.example", "reason": "Advertising"}]}
    )

    sender: Plain = Field(max_length=254)
    reason: Plain = Field(default="", max_length=200)


def blocked_out(row: BlockedSender) -> BlockedSenderOut:
    """As it goes out."""
    return BlockedSenderOut(
        uid=row.uid, sender=row.value, reason=row.reason, since=row.since, active=row.active
    )
