"""Companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.custom_fields import FieldValues, FieldValuesIn
from otklik.api.schemas.external import ExternalIn, ExternalOut, ExternalQuery
from otklik.api.schemas.inputs import Plain, Text, Version, Word
from otklik.api.schemas.our_people import OurPeople, OurPeopleIn, our_people
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.phones import PHONES_IN, PhoneOut, Phones, phones_out
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.fields.queries import PREFIX, readable
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Company

_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")
_INN = _("Russian taxpayer number, 10 or 12 digits; its check digits are looked at.")
_KPP = _("Nine signs beside the INN of an organisation.")
_TAX = _("Whatever else stands on bills, or the tax number of another country.")
_PHONES = _("In this order; the first one is called. E.164 where the number can be read.")
_EMAIL = _("Its own mailbox: letters to its contacts go there too, as `mail.company_copies` says.")
_CATEGORY = _("Code of a company category; contacts never see it.")


class CompanyForAll(BaseModel):
    """A client organisation."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Alpha Ltd"])
    phones: list[str] = Field(description=_PHONES, examples=[["+74951234567"]])
    telephones: list[PhoneOut] = Field(description=_("The same with their kinds."))
    address: str = Field(examples=["Moscow, Lesnaya 7"])
    fields: FieldValues = Field(default_factory=dict)


class CompanyOut(CompanyForAll, OurPeople, ExternalOut):
    """A company as staff see it."""

    category: str = Field(description=_CATEGORY, examples=["vip"])
    domains: list[str] = Field(
        description=_("Unknown senders of these mail domains are linked to it."), examples=[["alpha.example"]]
    )
    inn: str = Field(description=_INN, examples=["7707083893"])
    kpp: str = Field(description=_KPP, examples=["773601001"])
    tax_details: str = Field(description=_TAX, examples=[""])
    email: str = Field(description=_EMAIL, examples=["office@alpha.example"])
    time_zone: str = Field(description=_("IANA name; empty: the installation's."), examples=["Europe/Moscow"])
    notes: str = Field(examples=[""])
    version: int = Field(examples=[1])


class Companies(Listed):
    """A page of companies by name: `CompanyOut` for staff, `CompanyForAll` for a contact."""

    items: list[CompanyOut | CompanyForAll]


class CompanyQuery(ExternalQuery):
    """Which companies."""

    open_prefix: ClassVar[str] = PREFIX

    q: Word = Field(
        default="",
        description=_("Beginning of the name, of a word in it, of a mail domain or an INN; or a phone."),
        examples=["alpha"],
    )


class CompanyIn(OurPeopleIn, ExternalIn):
    """A new company."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Alpha Ltd", "domains": ["alpha.example"]}]}
    )

    name: Plain = Field(min_length=1, max_length=200)
    domains: list[Word] = Field(default_factory=list, max_length=50)
    category: Plain = Field(default="", max_length=40, description=_CATEGORY)
    phones: Phones = Field(default_factory=list, max_length=20, description=PHONES_IN)
    inn: Plain = Field(default="", max_length=32, description=_INN)
    kpp: Plain = Field(default="", max_length=32, description=_KPP)
    tax_details: Text = Field(default="", description=_TAX)
    time_zone: Plain = Field(default="", max_length=64)
    email: Plain = Field(default="", max_length=254, description=_EMAIL)
    address: Plain = Field(default="", max_length=254)
    notes: Text = ""
    fields: FieldValuesIn | None = None


class CompanyPatch(OurPeopleIn, ExternalIn):
    """New values; what is left out stays. Lists are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"category": "vip", "version": 1}]})

    name: Plain | None = Field(default=None, min_length=1, max_length=200)
    domains: list[Word] | None = Field(default=None, max_length=50)
    category: Plain | None = Field(default=None, max_length=40, description=_CATEGORY)
    phones: Phones | None = Field(default=None, max_length=20, description=PHONES_IN)
    inn: Plain | None = Field(default=None, max_length=32, description=_INN)
    kpp: Plain | None = Field(default=None, max_length=32, description=_KPP)
    tax_details: Text | None = Field(default=None, description=_TAX)
    time_zone: Plain | None = Field(default=None, max_length=64)
    email: Plain | None = Field(default=None, max_length=254, description=_EMAIL)
    address: Plain | None = Field(default=None, max_length=254)
    notes: Text | None = None
    fields: FieldValuesIn | None = None
    hidden: bool | None = Field(default=None, description=_("True: history only, found nowhere."))
    version: Version | None = Field(default=None, description=_VERSION)


def company_out(actor: Actor, company: Company) -> CompanyOut | CompanyForAll:
    """The company as this actor may read it; its category and notes are never shown to contacts."""
    values: dict[str, object] = {
        "uid": company.uid,
        "name": company.name,
        "phones": [row.phone for row in company.phones.all()],
        "telephones": phones_out(company.phones.all()),
        "address": company.address,
        "fields": readable(actor, "company", company.custom),
    }
    if not actor.is_agent:
        return CompanyForAll.model_validate(values)
    plain = ("external_id", "category", "inn", "kpp", "tax_details", "time_zone", "email", "notes", "version")
    values |= {name: getattr(company, name) for name in plain}
    values |= our_people(company) | {"domains": sorted(row.domain for row in company.domains.all())}
    return CompanyOut.model_validate(values)
