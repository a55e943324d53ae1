"""Contracts: adding, changing, hiding."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.commands.hiding import set_hidden
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.recording import put, relink
from otklik.clients.commands.standing import Manager, check_manager
from otklik.clients.contract_access import may_see_prices, require_contract_edit, require_prices
from otklik.clients.contract_queries import contracts_in_use
from otklik.clients.events import CONTRACT_CHANGED, CONTRACT_CREATED
from otklik.clients.models import Asset, Company, Contract, Site
from otklik.clients.settings import CURRENCY
from otklik.core import clock, money, small, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

MAX_NUMBER, MAX_NAME = 60, 200


@dataclass(frozen=True)
class ContractSpec:
    """What a contract is: number, whose (the payer is one of the companies, named there or not), since when,
    which services (ids) and places; none: all. `amount` in minor units; whoever may not see prices leaves it
    be."""

    number: str
    payer: Company
    name: str = ""
    companies: Sequence[Company] = ()
    services: Collection[int] = ()
    sites: Sequence[Site] = ()
    assets: Sequence[Asset] = ()
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    manager: Manager = field(default_factory=Manager)
    notes: str = ""
    amount: int | None = None
    currency: str = ""


@transaction.atomic
def create_contract(actor: Actor, spec: ContractSpec) -> Contract:
    """Add a contract. Needs `contracts.edit`, and `contracts.prices` to say an amount. Writes
    `contract.created`.

    `Invalid` for an empty or used number, an end before the start, a service that is none, a site or machine
    of another company, a manager who does not work here, an amount or currency that cannot be.
    """
    require_contract_edit(actor)
    if spec.amount is not None:
        require_prices(actor)
    check_contract(spec, None)
    contract = Contract(created_at=clock.now(), currency=CURRENCY.get())
    _put(actor, contract, spec)
    _save(contract)
    if not contracts_in_use():
        small.bump()
    _relink(contract, spec)
    record(CONTRACT_CREATED, actor.ref, Subject("contract", contract.pk))
    return contract


@transaction.atomic
def change_contract(actor: Actor, contract: Contract, *, version: int, spec: ContractSpec) -> Contract:
    """Replace a contract's data. Needs `contracts.edit`; `Conflict` when it was saved after `version` was
    read. Tickets keep the contract they have.

    Writes `contract.changed` with from and to (of notes and sums only that they changed); the same values
    change nothing.
    """
    require_contract_edit(actor)
    row = Contract.objects.select_for_update().get(pk=contract.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this contract meanwhile. Look at the new values and save again."))
    check_contract(spec, row)
    changes = [*_put(actor, row, spec), *_relink(row, spec)]
    if not changes:
        return row
    row.version += 1
    _save(row)
    record(CONTRACT_CHANGED, actor.ref, Subject("contract", row.pk), changes=changes)
    return row


@transaction.atomic
def hide_contract(actor: Actor, contract: Contract, *, hidden: bool = True) -> Contract:
    """Make a contract history only, or bring it back: not found, chosen for no ticket, nobody is reminded of
    it. Needs `contracts.edit`. Its tickets keep it. Writes `contract.changed`.
    """
    require_contract_edit(actor)
    return set_hidden(actor, contract, CONTRACT_CHANGED, hidden=hidden)


def check_contract(spec: ContractSpec, contract: Contract | None) -> None:
    """`Invalid` with everything that is wrong with the data of a contract (None: of a new one)."""
    problems = dict(_of_number(spec, contract))
    if spec.starts_on and spec.ends_on and spec.ends_on < spec.starts_on:
        problems["ends_on"] = _("The end is before the beginning.")
    kept = set(contract.services.values_list("pk", flat=True)) if contract else set()
    known = catalogue().services
    if any(pk not in known or (known[pk].hidden and pk not in kept) for pk in spec.services):
        problems["services"] = _("There is no such choice any more. Choose from the list.")
    own = _companies(spec)
    if any(site.company_id not in own for site in spec.sites):
        problems["sites"] = _("Choose sites of the contract's companies.")
    if any(asset.company_id not in own for asset in spec.assets):
        problems["assets"] = _("Choose equipment of the contract's companies.")
    problems |= _of_money(spec)
    if problems:
        raise Invalid(problems)
    now = Manager(contract.manager_agent_id, contract.manager_team_id) if contract else Manager()
    check_manager(spec.manager, now)


def _of_money(spec: ContractSpec) -> dict[str, str]:
    problems: dict[str, str] = {}
    if spec.currency and not money.is_currency(spec.currency):
        problems["currency"] = _("Three Latin letters, such as RUB.")
    if spec.amount is not None and not 0 <= spec.amount <= money.LARGEST:
        problems["amount"] = _("Enter a sum such as 120000 or 99.50.")
    return problems


def _of_number(spec: ContractSpec, contract: Contract | None) -> Mapping[str, str]:
    key = text.key(text.one_line(spec.number, MAX_NUMBER))[:MAX_NUMBER]
    if not key:
        return {"number": _("Enter the contract's number.")}
    if Contract.objects.filter(number_key=key).exclude(pk=contract.pk if contract else 0).exists():
        return {"number": _taken()}
    return {}


def _taken() -> str:
    return _("There is a contract with this number already.")


def _put(actor: Actor, contract: Contract, spec: ContractSpec) -> list[Change]:
    number, name = text.one_line(spec.number, MAX_NUMBER), text.one_line(spec.name, MAX_NAME)
    values: dict[str, object] = {
        "number": number,
        "name": name,
        "payer_id": spec.payer.pk,
        "signed_on": spec.signed_on,
        "starts_on": spec.starts_on,
        "ends_on": spec.ends_on,
        "manager_agent_id": spec.manager.agent_id,
        "manager_team_id": spec.manager.team_id,
        "notes": text.storable(spec.notes).strip(),
    }
    if may_see_prices(actor):
        values |= {"amount": spec.amount, "currency": spec.currency or contract.currency}
    changes = put(contract, values)
    contract.number_key = text.key(number)[:MAX_NUMBER]
    contract.search_key = text.key(f"{number} {name}")[:280]
    return [Change("amount", None, None) if one.field == "amount" else one for one in changes]


def _relink(contract: Contract, spec: ContractSpec) -> list[Change]:
    return [
        *relink(contract, "companies", _companies(spec)),
        *relink(contract, "services", set(spec.services)),
        *relink(contract, "sites", {one.pk for one in spec.sites}),
        *relink(contract, "assets", {one.pk for one in spec.assets}),
    ]


def _companies(spec: ContractSpec) -> set[int]:
    return {spec.payer.pk, *(one.pk for one in spec.companies)}


def _save(contract: Contract) -> None:
    try:
        with transaction.atomic():
            contract.save()
            keep_parts([contract])
    except IntegrityError as error:
        # Somebody else gave the number to another contract since it was looked up.
        raise Invalid({"number": _taken()}) from error
