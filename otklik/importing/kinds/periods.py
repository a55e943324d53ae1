"""Service periods of contracts as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.clients.commands.bringing import Brought, bring_periods
from otklik.clients.models import Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS as ARE_ON
from otklik.core import money, text
from otklik.importing.kinds.columns import Column, Kind, column
from otklik.importing.kinds.contracts import contract_rows
from otklik.importing.kinds.dates import day, shown, yes_or_no
from otklik.people.actor import Actor

COLUMNS: tuple[Column, ...] = (
    column(
        "contract",
        "Договор",
        "Contract",
        *("номер договора", "contract number"),
        example=("СО-17/2026", "SA-17/2026"),
        is_required=True,
    ),
    column("contract_external_id", "Внешний код договора", "Contract external ID", "код договора"),
    column(
        "starts_on",
        "Начало периода",
        "Period begins",
        *("начало", "период с", "первый день", "starts", "from"),
        reads=day,
        example="2026-02-01",
        is_required=True,
    ),
    column(
        "ends_on",
        "Конец периода",
        "Period ends",
        *("окончание", "конец", "период по", "последний день", "ends", "till"),
        reads=day,
        example="2027-01-31",
    ),
    column("paid", "Оплачен", "Paid", "оплата", "оплачено", reads=yes_or_no, example="1"),
    column("paid_on", "Дата оплаты", "Paid on", "оплачен когда", reads=day, example="2026-01-20"),
    column("price", "Цена", "Price", "стоимость", "сумма", example="10000.00", is_price=True),
    column("remind_on", "Напомнить", "Remind on", "дата напоминания", "напоминание", reads=day),
)


def _claims(row: Brought) -> Iterator[str]:
    """The first day within the contract."""
    contract = row.text("contract_external_id") or text.key(row.text("contract"))
    if contract and row.text("starts_on"):
        yield f"day:{contract}:{row.text('starts_on')}"


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterator[tuple[Contract, ServicePeriod]]:
    """Those of the contracts the list shows, by date."""
    for row in contract_rows(actor, chosen):
        yield from ((row.contract, period) for period in row.contract.periods.all())


def _values(row: object) -> Mapping[str, str]:
    contract, period = cast(tuple[Contract, ServicePeriod], row)
    days = ("starts_on", "ends_on", "paid_on", "remind_on")
    return {
        "contract": contract.number,
        "contract_external_id": contract.external_id or "",
        **{name: shown(getattr(period, name)) for name in days},
        "paid": "1" if period.paid else "0",
        "price": "" if period.price is None else money.plain(period.price, contract.currency),
    }


PERIODS = Kind(
    "periods",
    "contract",
    _("Service periods"),
    "calendar",
    lambda: COLUMNS,
    bring_periods,
    _claims,
    _rows,
    _values,
    _("A period is found again by its contract and its first day."),
    ARE_ON.get,
)
