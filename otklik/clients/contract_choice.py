"""Which contract a ticket is registered under, and what is to be warned of (REG-12).

Asked by commands and by forms before anything is saved. Nothing is asked of the database while nobody has a
contract or the module is off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from otklik.catalogue.queries import catalogue
from otklik.clients.contract_access import visible_contracts
from otklik.clients.contract_cover import Asked, Chosen, Cover, choose
from otklik.clients.contract_queries import contracts_in_use, standing_of
from otklik.clients.contract_standing import CURRENT, Standing
from otklik.clients.models import Contract
from otklik.people.actor import Actor


@dataclass(frozen=True)
class About:
    """What a ticket is about, as row ids; `asset_site_id`: where its machine stands."""

    company_id: int | None
    service_id: int | None = None
    site_id: int | None = None
    asset_id: int | None = None
    asset_site_id: int | None = None


@dataclass(frozen=True)
class Under:
    """What a ticket would be registered under: the contract and how it stands; none: the company has
    contracts, or others have, but none covers this."""

    contract: Contract | None
    standing: Standing | None
    chosen: Chosen | None = None
    has_others: bool = False
    """The company has contracts, only none that covers it."""


@dataclass(frozen=True)
class Choice:
    """A contract a form offers."""

    uid: str
    name: str


def contract_for(about: About) -> Chosen | None:
    """The contract that covers it, and why this one. At most five queries."""
    contracts = _of_company(about.company_id)
    return choose(_covers_of(contracts), _asked(about)) if contracts else None


def under(about: About, named: Contract | None = None) -> Under | None:
    """What to tell before a ticket is registered: of the contract that was named, else of the one that would
    be chosen. None where there is nothing to tell: no client's company, no contracts at all."""
    if about.company_id is None or not contracts_in_use():
        return None
    if named is not None:
        return Under(named, standing_of(named))
    contracts = _of_company(about.company_id)
    chosen = choose(_covers_of(contracts), _asked(about))
    found = next((one for one in contracts if chosen is not None and one.pk == chosen.id), None)
    others = bool(contracts) and found is None
    return Under(found, standing_of(found) if found else None, chosen, others)


def contracts_to_choose(
    actor: Actor, company_id: int | None, keep: Contract | None = None
) -> Sequence[Choice]:
    """The company's contracts for a form, by number, and `keep` also where it is hidden."""
    if company_id is None or not contracts_in_use():
        return ()
    mine = visible_contracts(actor).filter(companies=company_id, hidden=False)
    found = list(mine.order_by("number_key", "id")[:100])
    if keep is not None and keep not in found:
        found.append(keep)
    return [Choice(str(one.uid), f"{one.number} {one.name}".strip()) for one in found]


def is_of_company(contract: Contract, company_id: int | None) -> bool:
    """Whether the company is one of the contract's."""
    return company_id is not None and contract.companies.filter(pk=company_id).exists()


def covered_services(company_id: int | None) -> frozenset[int] | None:
    """The services and packages that current contracts of the company cover (ids); None: one covers all.
    Empty where no period is running."""
    found: set[int] = set()
    for one in _covers_of([c for c in _of_company(company_id) if standing_of(c).kind in CURRENT]):
        if not one.services:
            return None
        found |= set(one.services)
    return frozenset(found)


def _of_company(company_id: int | None) -> list[Contract]:
    if company_id is None or not contracts_in_use():
        return []
    rows = Contract.objects.filter(companies=company_id, hidden=False).select_related("payer")
    return list(rows.prefetch_related("periods").order_by("id"))


def _covers_of(contracts: Sequence[Contract]) -> list[Cover]:
    ids = [one.pk for one in contracts]
    services, sites = _links("services", ids), _links("sites", ids)
    assets = _links("assets", ids)
    return [
        Cover(
            one.pk,
            standing_of(one),
            one.starts_on or one.signed_on or date.min,
            services.get(one.pk, ()),
            sites.get(one.pk, ()),
            assets.get(one.pk, ()),
        )
        for one in contracts
    ]


def _links(name: str, ids: Sequence[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    if ids:
        through = {
            "services": Contract.services.through,
            "sites": Contract.sites.through,
            "assets": Contract.assets.through,
        }[name]
        column = f"{name.removesuffix('s')}_id"
        for contract, other in through._default_manager.filter(contract_id__in=ids).values_list(
            "contract_id", column
        ):
            found.setdefault(contract, []).append(other)
    return found


def _asked(about: About) -> Asked:
    known = catalogue()
    service = known.services.get(about.service_id or 0)
    path = frozenset(node.pk for node in known.path_of(service)) if service else frozenset[int]()
    sites = frozenset(pk for pk in (about.site_id, about.asset_site_id) if pk is not None)
    return Asked(path, sites, about.asset_id)
