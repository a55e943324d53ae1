"""Contacts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.custom_fields import FieldValues, FieldValuesIn
from otklik.api.schemas.external import ExternalIn, ExternalOut, ExternalQuery
from otklik.api.schemas.inputs import Input, Plain, Text, Version, Word
from otklik.api.schemas.our_people import OurPeople, OurPeopleIn, our_people
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.phones import PHONES_IN, PhoneOut, Phones, phones_out
from otklik.api.schemas.refs import EXAMPLE_UID, Named, named
from otklik.fields.queries import PREFIX, readable
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Contact

_COPIES = _("Addresses that get a copy of every answer to the contact.")
_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")


class ContactForAll(BaseModel):
    """A person of a client, or a private one."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Ivan Petrov"])
    position: str = Field(examples=["Accountant"])
    company: Named | None = None
    emails: list[str] = Field(description=_("The first one gets mails."), examples=[["ivan@alpha.example"]])
    phones: list[str] = Field(description=_("E.164."), examples=[["+79001234567"]])
    telephones: list[PhoneOut] = Field(description=_("The same with their kinds."))
    fields: FieldValues = Field(default_factory=dict)


class MessengerOut(BaseModel):
    """An address in a messenger."""

    kind: str = Field(
        description=_("telegram, whatsapp, viber, max, vk, signal or other."), examples=["telegram"]
    )
    address: str = Field(description=_("As it was given."), examples=["@petrov"])


class MessengerIn(Input):
    """An address in a messenger."""

    kind: Literal["telegram", "whatsapp", "viber", "max", "vk", "signal", "other"]
    address: Plain = Field(min_length=1, max_length=100)


class ContactOut(ContactForAll, OurPeople, ExternalOut):
    """A contact as staff see them."""

    language: str = Field(description=_("Of mails and portal; empty: the default."), examples=["ru"])
    access: str = Field(
        description=_("Which tickets beyond their own are open to them: own or company."), examples=["own"]
    )
    copies: list[str] = Field(description=_COPIES, examples=[["office@alpha.example"]])
    messengers: list[MessengerOut] = Field(description=_("In this order."))
    may_sign_in: bool = Field(description=_("Has an account of the portal."), examples=[True])
    notes: str = Field(description=_("For colleagues."), examples=[""])
    version: int = Field(examples=[1])


class Contacts(Listed):
    """A page of contacts by name: `ContactOut` for staff, `ContactForAll` for a contact."""

    items: list[ContactOut | ContactForAll]


class InvitationOut(BaseModel):
    """A link by which somebody chooses a password."""

    link: str = Field(
        description=_("Whoever opens it owns the account; empty where a password is known already."),
        examples=["https://desk.example/invite/abc"],
    )
    until: datetime = Field(description=_("When it stops working."), examples=["2026-11-28T10:00:00Z"])


class ContactQuery(ExternalQuery):
    """Which contacts."""

    open_prefix: ClassVar[str] = PREFIX

    q: Word = Field(
        default="", description=_("Beginning of a name, address, phone or company."), examples=["petr"]
    )
    company: UUID | None = Field(default=None, description=_("uid of the company."))


class ContactIn(OurPeopleIn, ExternalIn):
    """A new contact."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Ivan Petrov", "emails": ["ivan@alpha.example"]}]}
    )

    name: Plain = Field(min_length=1, max_length=150)
    emails: list[Word] = Field(default_factory=list, max_length=20)
    phones: Phones = Field(default_factory=list, max_length=20, description=PHONES_IN)
    company: UUID | None = Field(default=None, description=_("uid of the company."))
    position: Plain = Field(default="", max_length=150)
    language: Literal["", "ru", "en"] = ""
    access: Literal["own", "company"] = "own"
    copies: list[Word] = Field(default_factory=list, max_length=20, description=_COPIES)
    messengers: list[MessengerIn] = Field(default_factory=list, max_length=20)
    notes: Text = ""
    fields: FieldValuesIn | None = None


class ContactPatch(OurPeopleIn, ExternalIn):
    """New values; what is left out stays. Lists are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": "CFO", "version": 1}]})

    name: Plain | None = Field(default=None, min_length=1, max_length=150)
    emails: list[Word] | None = Field(default=None, max_length=20)
    phones: Phones | None = Field(default=None, max_length=20, description=PHONES_IN)
    company: UUID | None = Field(
        default=None, description=_("uid of the company; null takes them out of it.")
    )
    position: Plain | None = Field(default=None, max_length=150)
    language: Literal["", "ru", "en"] | None = None
    access: Literal["own", "company"] | None = None
    copies: list[Word] | None = Field(default=None, max_length=20, description=_COPIES)
    messengers: list[MessengerIn] | None = Field(default=None, max_length=20)
    notes: Text | None = None
    fields: FieldValuesIn | None = None
    hidden: bool | None = Field(default=None, description=_("True: history only, found nowhere."))
    version: Version | None = Field(default=None, description=_VERSION)


def contact_out(actor: Actor, contact: Contact) -> ContactOut | ContactForAll:
    """The contact as this actor may read them."""
    values: dict[str, object] = {
        "uid": contact.uid,
        "name": contact.name,
        "position": contact.position,
        "company": named(contact.company.uid, contact.company.name) if contact.company else None,
        "emails": [row.email for row in contact.emails.all()],
        "phones": [row.phone for row in contact.phones.all()],
        "telephones": phones_out(contact.phones.all()),
        "fields": readable(actor, "contact", contact.custom),
    }
    if not actor.is_agent:
        return ContactForAll.model_validate(values)
    values |= {
        "external_id": contact.external_id,
        "language": contact.language,
        "access": contact.access,
        "may_sign_in": contact.user_id is not None,
        "notes": contact.notes,
        "version": contact.version,
        "copies": contact.copies,
        "messengers": [MessengerOut(kind=row.kind, address=row.address) for row in contact.messengers.all()],
        **our_people(contact),
    }
    return ContactOut.model_validate(values)
