"""Service periods of contracts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.contracts import Day, Minor
from otklik.api.schemas.inputs import Input, Version
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.clients.contract_access import may_see_prices
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import ServicePeriod

_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")
_PRICE = _("In minor units of the contract's currency. Needs the right to see prices.")
_PAID_ON = _("The day it was paid.")
_REMIND = _("On this day whoever looks after the contract is mailed, once.")
_LAST = _("The last day; it belongs to the period.")


class Numbered(BaseModel):
    """A contract by its number."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    number: str = Field(examples=["D-12/26"])


class PeriodForAll(BaseModel):
    """A stretch of a contract that is paid for as one."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    contract: Numbered
    starts_on: date = Field(examples=["2026-01-01"])
    ends_on: date = Field(description=_LAST, examples=["2026-12-31"])
    paid: bool = Field(examples=[True])
    paid_on: date | None = Field(default=None, description=_PAID_ON)


class PeriodOut(PeriodForAll):
    """A service period as staff see it."""

    price: int | None = Field(default=None, description=_PRICE)
    currency: str = Field(description=_("ISO 4217."), examples=["RUB"])
    may_see_prices: bool = Field(
        description=_("False: sums are not told to you, whatever they are."), examples=[True]
    )
    remind_on: date | None = Field(default=None, description=_REMIND)
    reminded_at: datetime | None = Field(default=None, description=_("When that was done."))
    version: int = Field(examples=[1])


class Periods(Listed):
    """A page of service periods in the order they were added: `PeriodOut` for staff, `PeriodForAll` for a
    contact."""

    items: list[PeriodOut | PeriodForAll]


class PeriodQuery(PageQuery):
    """Which service periods."""

    contract: UUID | None = Field(default=None, description=_("uid of the contract."))


class PeriodIn(Input):
    """A new service period. No other one of the contract has any of its days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"contract": EXAMPLE_UID, "starts_on": "2027-01-01", "ends_on": "2027-12-31"}]
        }
    )

    contract: UUID = Field(description=_("uid of the contract."))
    starts_on: Day
    ends_on: Day = Field(description=_LAST)
    paid: bool = False
    paid_on: Day | None = Field(default=None, description=_PAID_ON)
    price: Minor | None = Field(default=None, description=_PRICE)
    remind_on: Day | None = Field(
        default=None, description=_("Left out: so many days before the end as the settings say; null: never.")
    )


class PeriodPatch(Input):
    """New values; what is left out stays; null empties. A reminder moves along with the end."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"paid": True, "version": 1}]})

    starts_on: Day | None = None
    ends_on: Day | None = Field(default=None, description=_LAST)
    paid: bool | None = Field(default=None, description=_("Sent alone, the day of payment is today."))
    paid_on: Day | None = Field(default=None, description=_PAID_ON)
    price: Minor | None = Field(default=None, description=_PRICE)
    remind_on: Day | None = Field(default=None, description=_REMIND)
    version: Version | None = Field(default=None, description=_VERSION)


def period_out(actor: Actor, period: ServicePeriod) -> PeriodOut | PeriodForAll:
    """The period as this actor may read it; prices and reminders are never shown to contacts."""
    values: dict[str, object] = {
        name: getattr(period, name) for name in ("uid", "starts_on", "ends_on", "paid", "paid_on")
    }
    values["contract"] = Numbered(uid=period.contract.uid, number=period.contract.number)
    if not actor.is_agent:
        return PeriodForAll.model_validate(values)
    is_open = may_see_prices(actor)
    values |= {name: getattr(period, name) for name in ("remind_on", "reminded_at", "version")}
    values |= {
        "price": period.price if is_open else None,
        "currency": period.contract.currency,
        "may_see_prices": is_open,
    }
    return PeriodOut.model_validate(values)
