"""Who may see and change contracts: whoever may know of one of its companies (`access`), while the module is
switched on (ADM-9).

A contact sees the contracts of companies all of whose requests are open to them, and what is public of
those. What is agreed in money is for those with `contracts.prices`; everybody else reads "no access".
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from otklik.clients.access import VIEW_ALL, visible_companies
from otklik.clients.models import Company, Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS
from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor
from otklik.people.rights import declare

EDIT_CONTRACTS = declare("contracts.edit", ru="Изменять договоры", en="Change contracts")
PRICES = declare("contracts.prices", ru="Видеть суммы и цены", en="See sums and prices")


def visible_contracts(actor: Actor) -> QuerySet[Contract]:
    """The contracts this actor may know of; hidden ones only for employees."""
    contracts = Contract.objects.all()
    if not CONTRACTS.get():
        return contracts.none()
    if actor.has(VIEW_ALL):
        return contracts
    if actor.is_agent:
        return contracts.filter(_of_any(visible_companies(actor)))
    if actor.is_contact and actor.companies and actor.only_ticket is None:
        mine = Company.objects.filter(pk__in=sorted(actor.companies))
        return contracts.filter(_of_any(mine), hidden=False)
    return contracts.none()


def visible_periods(actor: Actor) -> QuerySet[ServicePeriod]:
    """The service periods of those contracts."""
    periods = ServicePeriod.objects.select_related("contract__payer")
    if actor.has(VIEW_ALL) and CONTRACTS.get():
        return periods
    return periods.filter(contract__in=visible_contracts(actor))


def get_contract_for(actor: Actor, uid: str) -> Contract:
    """The contract by its uid with the paying company, or `NotFound`."""
    found = visible_contracts(actor).select_related("payer").filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def get_period_for(actor: Actor, uid: str) -> ServicePeriod:
    """The service period by its uid with its contract, or `NotFound`."""
    found = visible_periods(actor).filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def may_see_prices(actor: Actor) -> bool:
    """Whether sums and prices are told to this actor; never to clients."""
    return actor.has(PRICES)


def require_contracts() -> None:
    """`NotFound` where contracts are switched off."""
    if not CONTRACTS.get():
        raise NotFound


def require_contract_edit(actor: Actor) -> None:
    """`Denied` without `contracts.edit`, `NotFound` where contracts are switched off."""
    require_contracts()
    if not actor.has(EDIT_CONTRACTS):
        raise Denied(_("Your role does not let you change contracts."))


def require_prices(actor: Actor) -> None:
    """`Denied` without `contracts.prices`."""
    if not may_see_prices(actor):
        raise Denied(_("Your role does not let you see or change prices."))


def _of_any(companies: QuerySet[Company]) -> Exists:
    links = Contract.companies.through.objects.filter(contract_id=OuterRef("pk"))
    return Exists(links.filter(company_id__in=companies.values("pk")))
