"""Whose the ticket of an unknown sender is."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.phones import PHONES_IN, Phones
from otklik.api.schemas.refs import Named
from otklik.api.schemas.ticket_inputs import Versioned


class LikelyOut(BaseModel):
    """A contact the sender may be."""

    contact: Named
    why: str = Field(description=_("What they have in common: email, phone or name."), examples=["email"])


class SenderOut(BaseModel):
    """Who wrote a ticket, and while they are no contact who they may be."""

    name: str = Field(examples=["Vera Day"])
    email: str = Field(examples=["vera@far.example"])
    phone: str = Field(examples=["+79001234567"])
    contacts: list[LikelyOut] = Field(default_factory=list, description=_("The surest first."))
    company: Named | None = Field(default=None, description=_("By mail domain or phone."))
    along: int = Field(
        default=0, description=_("How many other tickets of the sender would go along."), examples=[3]
    )


class NewContactIn(Input):
    """A contact made of the sender; their company is `company` beside it."""

    name: Plain = Field(min_length=1, max_length=150)
    emails: list[Word] = Field(default_factory=list, max_length=20)
    phones: Phones = Field(default_factory=list, max_length=20, description=PHONES_IN)


class BindIn(Versioned):
    """To whom: `contact`, or `new`, or `company` alone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"new": {"name": "Vera Day", "emails": ["vera@far.example"]}}]}
    )

    contact: UUID | None = Field(default=None, description=_("uid of the contact."))
    new: NewContactIn | None = Field(default=None, description=_("Make this contact. Needs `clients.edit`."))
    company: UUID | None = Field(
        default=None,
        description=_("uid of the company: the new contact's, or which of the contact's."),
    )
    keep: bool = Field(
        default=False, description=_("Write the sender's address and phone to the contact as well.")
    )
    along: bool = Field(default=True, description=_("The sender's other unlinked tickets, too."))


class BoundTickets(BaseModel):
    """What was done."""

    numbers: list[str] = Field(
        description=_("Numbers of the tickets, the one of the address first."),
        examples=[["INC8", "INC6"]],
    )
