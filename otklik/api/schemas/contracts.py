"""Contracts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.custom_fields import FieldValues, FieldValuesIn
from otklik.api.schemas.external import ExternalIn, ExternalOut, ExternalQuery
from otklik.api.schemas.inputs import Plain, Text, Version, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named, agent_ref, service_ref, team_ref
from otklik.clients.contract_access import may_see_prices
from otklik.clients.contract_queries import ContractRow, covered_assets, covered_sites
from otklik.core.money import LARGEST
from otklik.fields.queries import PREFIX, readable
from otklik.people.actor import Actor

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
"""A day between 1990 and 2199, RFC 3339 full-date."""
Uids = Annotated[list[UUID], Field(max_length=200)]
Codes = Annotated[list[Word], Field(max_length=500)]
Minor = Annotated[int, Field(ge=0, le=LARGEST)]
_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")
_STANDING = _(
    "How it stands today: none (no service period), paid, unpaid, ending (paid, about to end), ended, "
    "not_begun."
)
_PAYER = _("The main company: it pays.")
_COMPANIES = _("uids of the companies it is for; the payer need not be named.")
_SERVICES = _("Codes of services and packages it covers; none: all.")
_PLACES = _("Sites it covers; where it names neither sites nor equipment: all of its companies.")
_SITES = _("uids of sites it covers.")
_ASSETS = _("uids of equipment it covers besides.")
_AMOUNT = _("In minor units of the currency (kopecks, cents). Needs the right to see prices.")
_PRICES = _("False: sums are not told to you, whatever they are.")
_CURRENCY = _("ISO 4217.")

StandingName = Literal["", "none", "paid", "unpaid", "ending", "ended", "not_begun"]


class ContractForAll(BaseModel):
    """A contract as its clients see it."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    number: str = Field(examples=["D-12/26"])
    name: str = Field(description=_("What it is about."), examples=["Cash desks"])
    payer: Named | None = Field(default=None, description=_PAYER)
    companies: list[Named] = Field(description=_("Those of its companies that you may know of."))
    services: list[Coded] = Field(description=_("Services and packages it covers; none: all."))
    sites: list[Named] = Field(description=_PLACES)
    assets: list[Named] = Field(description=_("Equipment it covers besides."))
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, description=_("The last day; null: open."))
    fields: FieldValues = Field(default_factory=dict)
    standing: str = Field(description=_STANDING, examples=["paid"])
    standing_until: date | None = Field(default=None, description=_("The last day of what runs or ran."))
    standing_since: date | None = Field(default=None, description=_("The first day of what is to come."))


class ContractOut(ContractForAll, ExternalOut):
    """A contract as staff see it."""

    other_companies: int = Field(description=_("How many more companies it has."), examples=[0])
    manager_agent: Named | None = None
    manager_team: Coded | None = None
    notes: str = Field(description=_("For colleagues."), examples=[""])
    amount: int | None = Field(default=None, description=_AMOUNT)
    currency: str = Field(description=_CURRENCY, examples=["RUB"])
    may_see_prices: bool = Field(description=_PRICES, examples=[True])
    hidden: bool = Field(description=_("True: history only, found nowhere."), examples=[False])
    version: int = Field(examples=[1])


class Contracts(Listed):
    """A page of contracts by number: `ContractOut` for staff, `ContractForAll` for a contact."""

    items: list[ContractOut | ContractForAll]


class ContractQuery(ExternalQuery):
    """Which contracts."""

    open_prefix: ClassVar[str] = PREFIX

    q: Word = Field(default="", description=_("Words of the number, title or company."), examples=["12/26"])
    company: UUID | None = Field(default=None, description=_("uid of one of its companies."))
    standing: StandingName = Field(default="", description=_STANDING)


class ContractIn(ExternalIn):
    """A new contract."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "D-12/26", "payer": EXAMPLE_UID}]})

    number: Plain = Field(min_length=1, max_length=60, description=_("No other contract has it."))
    payer: UUID = Field(description=_("uid of the main company."))
    name: Plain = Field(default="", max_length=200)
    companies: Uids = Field(default_factory=list, description=_COMPANIES)
    services: Codes = Field(default_factory=list, description=_SERVICES)
    sites: Uids = Field(default_factory=list, description=_SITES)
    assets: Uids = Field(default_factory=list, description=_ASSETS)
    signed_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    manager_agent: UUID | None = Field(default=None, description=_("uid of the agent who looks after it."))
    manager_team: Word | None = Field(default=None, description=_("Code of the team that looks after it."))
    notes: Text = ""
    fields: FieldValuesIn | None = None
    amount: Minor | None = Field(default=None, description=_AMOUNT)
    currency: Plain = Field(default="", max_length=3, description=_CURRENCY)


class ContractPatch(ExternalIn):
    """New values; what is left out stays. Lists are replaced whole; null empties a date or a sum."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_on": "2027-12-31", "version": 1}]})

    number: Plain | None = Field(default=None, min_length=1, max_length=60)
    payer: UUID | None = Field(default=None, description=_("uid of the main company."))
    name: Plain | None = Field(default=None, max_length=200)
    companies: Uids | None = Field(default=None, description=_COMPANIES)
    services: Codes | None = Field(default=None, description=_SERVICES)
    sites: Uids | None = Field(default=None, description=_SITES)
    assets: Uids | None = Field(default=None, description=_ASSETS)
    signed_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    manager_agent: UUID | None = Field(default=None, description=_("uid of the agent who looks after it."))
    manager_team: Word | None = Field(default=None, description=_("Code of the team that looks after it."))
    notes: Text | None = None
    fields: FieldValuesIn | None = None
    amount: Minor | None = Field(default=None, description=_AMOUNT)
    currency: Plain | None = Field(default=None, max_length=3, description=_CURRENCY)
    hidden: bool | None = Field(default=None, description=_("True: history only, found nowhere."))
    version: Version | None = Field(default=None, description=_VERSION)


def contract_out(actor: Actor, row: ContractRow) -> ContractOut | ContractForAll:
    """The contract as this actor may read it."""
    contract, shown = row.contract, {company.pk: company for company in row.companies}
    payer = shown.get(contract.payer_id)
    values: dict[str, object] = {
        **{name: getattr(contract, name) for name in ("uid", "number", "name")},
        **{name: getattr(contract, name) for name in ("signed_on", "starts_on", "ends_on")},
        "payer": Named(uid=payer.uid, name=payer.name) if payer else None,
        "companies": [Named(uid=one.uid, name=one.name) for one in row.companies],
        "services": list(filter(None, (service_ref(one.pk) for one in contract.services.all()))),
        "sites": [Named(uid=one.uid, name=one.name) for one in covered_sites(row)],
        "assets": [Named(uid=one.uid, name=one.name) for one in covered_assets(row)],
        "fields": readable(actor, "contract", contract.custom),
        "standing": str(row.standing.kind),
        "standing_until": row.standing.until,
        "standing_since": row.standing.since,
    }
    if not actor.is_agent:
        return ContractForAll.model_validate(values)
    is_open = may_see_prices(actor)
    values |= {
        name: getattr(contract, name) for name in ("external_id", "notes", "currency", "hidden", "version")
    }
    values |= {
        "other_companies": row.others,
        "manager_agent": agent_ref(contract.manager_agent_id),
        "manager_team": team_ref(contract.manager_team_id),
        "amount": contract.amount if is_open else None,
        "may_see_prices": is_open,
    }
    return ContractOut.model_validate(values)
