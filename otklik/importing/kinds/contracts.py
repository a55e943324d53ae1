"""Contracts as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.clients.commands.bringing import Brought, bring_contracts
from otklik.clients.contract_queries import ContractRow, Wanted, contracts_page
from otklik.clients.settings import CONTRACTS as ARE_ON
from otklik.core import money, text
from otklik.importing.kinds.columns import (
    EXTERNAL,
    Column,
    Kind,
    column,
    external_column,
    joined,
    words_column,
)
from otklik.importing.kinds.contacts import COMPANY, COMPANY_ID
from otklik.importing.kinds.custom import custom_cells, wanted_of, with_custom
from otklik.importing.kinds.dates import day, shown
from otklik.importing.kinds.our_people import MANAGER, manager_word
from otklik.people.actor import Actor

PAGE = 200
COLUMNS: tuple[Column, ...] = (
    external_column("D-5001"),
    column(
        "number",
        "Номер",
        "Number",
        *("номер договора", "договор", "contract", "contract number"),
        example=("СО-17/2026", "SA-17/2026"),
        is_required=True,
    ),
    column(
        "name",
        "Название",
        "Title",
        *("наименование", "предмет", "предмет договора", "name", "subject"),
        example=("Обслуживание кофемашин", "Care of coffee machines"),
    ),
    COMPANY,
    COMPANY_ID,
    words_column("companies", "Компании договора", "Companies of the contract", "другие компании"),
    words_column("services", "Услуги", "Services", "услуга", "service"),
    column(
        "signed_on", "Подписан", "Signed", "дата договора", "дата подписания", reads=day, example="2026-01-15"
    ),
    column(
        "starts_on", "Начало", "Starts", "действует с", "начало действия", reads=day, example="2026-02-01"
    ),
    column(
        "ends_on", "Окончание", "Ends", "действует по", "окончание действия", reads=day, example="2027-01-31"
    ),
    MANAGER,
    column("amount", "Сумма", "Amount", "сумма договора", "стоимость", example="120000", is_price=True),
    column("currency", "Валюта", "Currency", example="RUB", is_price=True),
    column("notes", "Заметки", "Notes", "комментарий", "примечание", "comment", "note"),
)


def _claims(row: Brought) -> Iterator[str]:
    """External id; number."""
    if row.external_id:
        yield f"id:{row.external_id}"
    if row.text("number"):
        yield f"number:{text.key(row.text('number'))}"


def contract_rows(actor: Actor, chosen: Mapping[str, str]) -> Iterator[ContractRow]:
    """The contracts the actor's list shows, page by page."""
    after: str | None = ""
    while after is not None:
        wanted = Wanted(
            chosen.get("q", ""),
            chosen.get("company", ""),
            chosen.get("standing", ""),
            after,
            limit=PAGE,
            is_full=True,
            fields=wanted_of(chosen),
        )
        page = contracts_page(actor, wanted)
        yield from page.rows
        after = page.after


def _values(row: object) -> Mapping[str, str]:
    """Companies the reader may not know of are left out, the payer too."""
    told = cast(ContractRow, row)
    contract = told.contract
    payer = next((one for one in told.companies if one.pk == contract.payer_id), None)
    return {
        EXTERNAL: contract.external_id or "",
        "number": contract.number,
        "name": contract.name,
        "company": payer.name if payer else "",
        "company_external_id": (payer.external_id or "") if payer else "",
        "companies": joined(one.external_id or one.name for one in told.companies if one != payer),
        "services": joined(sorted(str(one.name) for one in contract.services.all())),
        **{name: shown(getattr(contract, name)) for name in ("signed_on", "starts_on", "ends_on")},
        "amount": "" if contract.amount is None else money.plain(contract.amount, contract.currency),
        "currency": contract.currency,
        "manager": manager_word(contract.manager_agent_id, contract.manager_team_id),
        "notes": contract.notes,
        **custom_cells(contract.custom),
    }


CONTRACTS = Kind(
    "contracts",
    "contract",
    _("Contracts"),
    "doc",
    with_custom(COLUMNS, "contract"),
    bring_contracts,
    _claims,
    contract_rows,
    _values,
    _("A contract is found again by its external id, else by its number."),
    ARE_ON.get,
)
