"""Contracts of the cast, made by the real commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from otklik.clients.commands import ContractSpec, PeriodSpec, add_period, create_contract
from otklik.clients.contract_queries import today_of
from otklik.clients.models import Company, Contract, ServicePeriod
from otklik.people.actor import SYSTEM

_numbers = count(1)


def contract(
    payer: Company, number: str = "", *, companies: Sequence[Company] = (), services: Sequence[int] = ()
) -> Contract:
    """A contract of one company, or over several."""
    spec = ContractSpec(number or f"С-{next(_numbers)}", payer, companies=companies, services=services)
    return create_contract(SYSTEM, spec)


def day(company: Company, offset: int) -> date:
    """So many days from today where the company is."""
    return today_of(company) + timedelta(days=offset)


def period(
    of: Contract, begin: int, end: int, *, paid: bool = True, remind: int | None = None
) -> ServicePeriod:
    """A service period by days from today."""
    spec = PeriodSpec(
        day(of.payer, begin),
        day(of.payer, end),
        paid=paid,
        remind_on=None if remind is None else day(of.payer, remind),
    )
    return add_period(SYSTEM, of, spec)
