"""Contacts and companies."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Text, Version, Word
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID, Named, named
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")


class ContactForAll(BaseModel):
    """A person of a client, or a private one."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Ivan Petrov"])
    position: str = Field(examples=["Accountant"])
    company: Named | None = None
    emails: list[str] = Field(description=_("The first one gets mails."), examples=[["ivan@alpha.example"]])
    phones: list[str] = Field(description=_("E.164."), examples=[["+79001234567"]])


class ContactOut(ContactForAll):
    """A contact as staff see them."""

    language: str = Field(description=_("Of mails and portal; empty: the default."), examples=["ru"])
    access: str = Field(
        description=_("Which tickets beyond their own are open to them: own or company."), examples=["own"]
    )
    may_sign_in: bool = Field(description=_("Has an account of the portal."), examples=[True])
    notes: str = Field(description=_("For colleagues."), examples=[""])
    version: int = Field(examples=[1])


class Contacts(Listed):
    """A page of contacts by name: `ContactOut` for staff, `ContactForAll` for a contact."""

    items: list[ContactOut | ContactForAll]


class CompanyForAll(BaseModel):
    """A client organisation."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Alpha Ltd"])
    phone: str = Field(examples=["+74951234567"])
    address: str = Field(examples=["Moscow, Lesnaya 7"])


class CompanyOut(CompanyForAll):
    """A company as staff see it."""

    category: str = Field(description=_("For colleagues: client, partner, VIP …"), examples=["VIP"])
    domains: list[str] = Field(
        description=_("Unknown senders of these mail domains are linked to it."), examples=[["alpha.example"]]
    )
    time_zone: str = Field(description=_("IANA name; empty: the installation's."), examples=["Europe/Moscow"])
    notes: str = Field(examples=[""])
    version: int = Field(examples=[1])


class InvitationOut(BaseModel):
    """A link by which somebody chooses a password."""

    link: str = Field(
        description=_("Whoever opens it owns the account; empty where a password is known already."),
        examples=["https://desk.example/invite/abc"],
    )
    until: datetime = Field(description=_("When it stops working."), examples=["2026-11-28T10:00:00Z"])


class Companies(Listed):
    """A page of companies by name: `CompanyOut` for staff, `CompanyForAll` for a contact."""

    items: list[CompanyOut | CompanyForAll]


class ContactQuery(PageQuery):
    """Which contacts."""

    q: Word = Field(
        default="", description=_("Beginning of a name, address, phone or company."), examples=["petr"]
    )
    company: UUID | None = Field(default=None, description=_("uid of the company."))


class CompanyQuery(PageQuery):
    """Which companies."""

    q: Word = Field(
        default="", description=_("Beginning of the name or of a word in it."), examples=["alpha"]
    )


class ContactIn(Input):
    """A new contact."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Ivan Petrov", "emails": ["ivan@alpha.example"]}]}
    )

    name: Plain = Field(min_length=1, max_length=150)
    emails: list[Word] = Field(default_factory=list, max_length=20)
    phones: list[Word] = Field(default_factory=list, max_length=20)
    company: UUID | None = Field(default=None, description=_("uid of the company."))
    position: Plain = Field(default="", max_length=150)
    language: Literal["", "ru", "en"] = ""
    access: Literal["own", "company"] = "own"
    notes: Text = ""


class ContactPatch(Input):
    """New values; what is left out stays. Lists are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": "CFO", "version": 1}]})

    name: Plain | None = Field(default=None, min_length=1, max_length=150)
    emails: list[Word] | None = Field(default=None, max_length=20)
    phones: list[Word] | None = Field(default=None, max_length=20)
    company: UUID | None = Field(
        default=None, description=_("uid of the company; null takes them out of it.")
    )
    position: Plain | None = Field(default=None, max_length=150)
    language: Literal["", "ru", "en"] | None = None
    access: Literal["own", "company"] | None = None
    notes: Text | None = None
    hidden: bool | None = Field(default=None, description=_("True: history only, found nowhere."))
    version: Version | None = Field(default=None, description=_VERSION)


class CompanyIn(Input):
    """A new company."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Alpha Ltd", "domains": ["alpha.example"]}]}
    )

    name: Plain = Field(min_length=1, max_length=200)
    domains: list[Word] = Field(default_factory=list, max_length=50)
    category: Plain = Field(default="", max_length=40)
    phone: Plain = Field(default="", max_length=32)
    time_zone: Plain = Field(default="", max_length=64)
    address: Plain = Field(default="", max_length=254)
    notes: Text = ""


class CompanyPatch(Input):
    """New values; what is left out stays. Domains are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"category": "VIP", "version": 1}]})

    name: Plain | None = Field(default=None, min_length=1, max_length=200)
    domains: list[Word] | None = Field(default=None, max_length=50)
    category: Plain | None = Field(default=None, max_length=40)
    phone: Plain | None = Field(default=None, max_length=32)
    time_zone: Plain | None = Field(default=None, max_length=64)
    address: Plain | None = Field(default=None, max_length=254)
    notes: Text | None = None
    manager_agent: UUID | None = Field(default=None, description=_("uid of the agent who looks after it."))
    manager_team: Word | None = Field(default=None, description=_("Code of the team that looks after it."))
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
    }
    if not actor.is_agent:
        return ContactForAll.model_validate(values)
    values |= {
        "language": contact.language,
        "access": contact.access,
        "may_sign_in": contact.user_id is not None,
        "notes": contact.notes,
        "version": contact.version,
    }
    return ContactOut.model_validate(values)


def company_out(actor: Actor, company: Company) -> CompanyOut | CompanyForAll:
    """The company as this actor may read it; its category and notes are never shown to contacts."""
    values: dict[str, object] = {
        "uid": company.uid,
        "name": company.name,
        "phone": company.phone,
        "address": company.address,
    }
    if not actor.is_agent:
        return CompanyForAll.model_validate(values)
    values |= {
        "category": company.category,
        "domains": sorted(row.domain for row in company.domains.all()),
        "time_zone": company.time_zone,
        "notes": company.notes,
        "version": company.version,
    }
    return CompanyOut.model_validate(values)
