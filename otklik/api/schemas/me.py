"""Who a token acts for."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named


class Me(BaseModel):
    """The actor of this request."""

    kind: str = Field(description=_("agent or contact."), examples=["agent"])
    uid: UUID = Field(description=_("Of the agent or the contact."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Elena Belova"])
    email: str = Field(examples=["elena@desk.example"])
    language: str = Field(examples=["ru"])
    time_zone: str = Field(description=_("IANA name."), examples=["Europe/Moscow"])
    teams: list[Coded] = Field(default_factory=list, description=_("An agent's teams."))
    rights: list[str] = Field(
        default_factory=list, description=_("An agent's rights; `*` means all."), examples=[["tickets.reply"]]
    )
    company: Named | None = Field(default=None, description=_("A contact's company."))
    company_wide: bool = Field(
        default=False, description=_("A contact who sees the company's tickets."), examples=[False]
    )
