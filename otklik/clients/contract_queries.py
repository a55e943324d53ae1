"""Reads about contracts. Every list is a page by number with a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from otklik.clients.access import VIEW_ALL, visible_companies
from otklik.clients.contract_access import visible_contracts, visible_periods
from otklik.clients.contract_standing import Kind, Span, Standing, standing_on
from otklik.clients.enums import Named
from otklik.clients.finding import named
from otklik.clients.models import Asset, Company, Contract, ServicePeriod, Site
from otklik.clients.settings import ASSETS, CONTRACTS, ENDS_SOON, SITES
from otklik.clients.word_parts import words_in
from otklik.core import clock, text
from otklik.core.cursors import Sorted, page_of
from otklik.core.ids import read_uid
from otklik.core.models import Event
from otklik.core.paging import Order, Page
from otklik.core.small import SmallTable
from otklik.fields.queries import condition
from otklik.organisation.settings import TIME_ZONE
from otklik.people.actor import Actor

BY_ID = Sorted((Order("id"),), (int,))
BY_NUMBER = Sorted((Order("number_key"), Order("id")), (str, int))
_ANY = SmallTable(lambda: Contract.objects.exists())
"""Stale only one way: the first contract renews the configuration's version."""


@dataclass(frozen=True)
class Wanted:
    """Which contracts a list asks for; empty words leave them be."""

    words: str = ""
    company: str = ""
    standing: str = ""
    after: str = ""
    limit: int = 50
    is_full: bool = False
    """With services and places, for those who tell them."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What is wanted of custom fields, by key."""
    external_id: str = ""
    """The one another program calls so."""


@dataclass(frozen=True)
class ContractRow:
    """A contract of a list with how it stands today; its companies and periods are at hand."""

    contract: Contract
    standing: Standing
    companies: Sequence[Company]
    others: int
    """Companies of it this employee may not know of."""


def contracts_in_use() -> bool:
    """Whether there is any contract, and the module is on: without, forms ask and warn of nothing. From
    memory."""
    return CONTRACTS.get() and _ANY.get()


def contracts_page(actor: Actor, wanted: Wanted) -> Page[ContractRow]:
    """A page of the contracts the actor may know of, by number."""
    contracts = _with_words(visible_contracts(actor).filter(hidden=False), wanted.words)
    if wanted.company:
        contracts = contracts.filter(companies__uid=read_uid(wanted.company))
    if wanted.standing:
        contracts = contracts.filter(_standing(wanted.standing))
    if wanted.fields:
        contracts = contracts.filter(condition(actor, "contract", wanted.fields))
    if wanted.external_id:
        contracts = contracts.filter(external_id=wanted.external_id)
    if wanted.after:
        contracts = contracts.filter(BY_NUMBER.behind(wanted.after))
    ordered = contracts.order_by(*BY_NUMBER.expressions)
    rows = (in_full(ordered) if wanted.is_full else whole(ordered))[: wanted.limit + 1]
    page = page_of(list(rows), BY_NUMBER, wanted.limit)
    return Page(rows_of(actor, page.rows), page.after)


def contracts_of(actor: Actor, company: Company, limit: int = 50) -> Sequence[ContractRow]:
    """A company's contracts, the latest first; nothing where the module is off."""
    if not contracts_in_use():
        return ()
    mine = visible_contracts(actor).filter(companies=company, hidden=False)
    return rows_of(actor, list(whole(mine.order_by("-starts_on", "-id"))[:limit]))


def own_contracts(actor: Actor, limit: int = 100) -> Sequence[ContractRow]:
    """The contracts of a client's company, for those who see all of its requests."""
    if not (actor.is_contact and contracts_in_use()):
        return ()
    return rows_of(actor, list(in_full(visible_contracts(actor).order_by("number_key", "id"))[:limit]))


def has_contracts(actor: Actor) -> bool:
    """Whether a client may read any contract."""
    return contracts_in_use() and visible_contracts(actor).exists()


def row_of(actor: Actor, contract: Contract) -> ContractRow:
    """One contract in full, as it is now."""
    return rows_of(actor, list(in_full(Contract.objects.filter(pk=contract.pk))))[0]


def whole(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """With the paying company, the companies by name, and the periods by date, in three queries."""
    companies = Prefetch("companies", queryset=Company.objects.order_by("name_key", "id"))
    return contracts.select_related("payer").prefetch_related(companies, "periods")


def in_full(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """The same with what the contracts cover, in six."""
    return whole(contracts).prefetch_related("services", "sites", "assets")


def covered_sites(row: ContractRow) -> Sequence[Site]:
    """The sites it names, of companies the actor may know of; none where sites are switched off."""
    known = {company.pk for company in row.companies}
    return [site for site in row.contract.sites.all() if SITES.get() and site.company_id in known]


def covered_assets(row: ContractRow) -> Sequence[Asset]:
    """The equipment it names, likewise."""
    known = {company.pk for company in row.companies}
    return [asset for asset in row.contract.assets.all() if ASSETS.get() and asset.company_id in known]


def rows_of(actor: Actor, contracts: Sequence[Contract]) -> list[ContractRow]:
    """How each of these stands, and which of its companies the actor may know of."""
    known = _known_companies(actor, contracts)
    return [_row(contract, known) for contract in contracts]


def standing_of(contract: Contract) -> Standing:
    """How a contract stands today in the time zone of the paying company; its periods should be at hand."""
    spans = [span_of(period) for period in contract.periods.all()]
    today = today_of(contract.payer)
    return standing_on(today, ENDS_SOON.get(), contract.starts_on, contract.ends_on, spans)


def span_of(period: ServicePeriod) -> Span:
    """What the arithmetic takes of a period."""
    return Span(period.starts_on, period.ends_on, period.paid)


def today_of(company: Company) -> date:
    """What day it is where the company is; where it does not say, where the installation is."""
    return _today(company.time_zone)


def periods_page(
    actor: Actor, *, contract: str = "", after: str = "", limit: int = 50
) -> Page[ServicePeriod]:
    """A page of service periods by row, of one contract (uid) where it is named."""
    periods = visible_periods(actor).order_by("id")
    if contract:
        periods = periods.filter(contract__uid=read_uid(contract))
    if after:
        periods = periods.filter(BY_ID.behind(after))
    return page_of(list(periods[: limit + 1]), BY_ID, limit)


def contract_past(actor: Actor, contract: Contract, limit: int = 20) -> Sequence[Event]:
    """What has happened to a contract and its periods, the newest first, for employees. One query."""
    if not actor.is_agent:
        return ()
    return list(Event.objects.filter(subject_kind="contract", subject_id=contract.pk).order_by("-id")[:limit])


def contract_named(pk: object) -> str:
    """The number of a contract by its row; for lines of a ticket's history."""
    if not isinstance(pk, int):
        return ""
    return Contract.objects.filter(pk=pk).values_list("number", flat=True).first() or ""


def _row(contract: Contract, known: frozenset[int] | None) -> ContractRow:
    companies = sorted(contract.companies.all(), key=lambda one: one.pk != contract.payer_id)
    shown = [one for one in companies if known is None or one.pk in known]
    return ContractRow(contract, standing_of(contract), shown, len(companies) - len(shown))


def _known_companies(actor: Actor, contracts: Sequence[Contract]) -> frozenset[int] | None:
    """Which of their companies the actor may know of; None: all. A client knows their own one."""
    if actor.has(VIEW_ALL):
        return None
    ids = {company.pk for contract in contracts for company in contract.companies.all()}
    mine = visible_companies(actor).filter(pk__in=ids) if ids else ()
    return frozenset(company.pk for company in mine)


def _with_words(contracts: QuerySet[Contract], words: str) -> QuerySet[Contract]:
    """Every word, or a part of one, stands in the number, the title or the name of one of its companies."""
    for word in words_in(text.key(words)):
        links = Contract.companies.through.objects.filter(company_id__in=named(Named.COMPANY, word))
        theirs = links.values_list("contract_id", flat=True)
        contracts = contracts.filter(pk__in=named(Named.CONTRACT, word).union(theirs))
    return contracts


def _standing(kind: str) -> Q:
    """The contracts that stand so today. The day differs by the paying company's zone: at any moment there
    are at most three of them on earth."""
    days: dict[date, list[str]] = {}
    for zone in Company.objects.order_by("time_zone").values_list("time_zone", flat=True).distinct():
        days.setdefault(_today(zone), []).append(zone)
    found = Q(pk__in=())
    for today, zones in days.items():
        found |= Q(payer__time_zone__in=zones) & stands(kind, today, ENDS_SOON.get())
    return found


def stands(kind: str, today: date, soon: int) -> Q:
    """`contract_standing.standing_on` as a condition of the database; a test holds the two together."""
    periods = ServicePeriod.objects.filter(contract=OuterRef("pk"))
    running = periods.filter(starts_on__lte=today, ends_on__gte=today)
    current, unpaid = Exists(running), Exists(running.filter(paid=False))
    later, any_ = Exists(periods.filter(starts_on__gt=today)), Exists(periods)
    over, early = Q(ends_on__lt=today), Q(starts_on__gt=today)
    live = (Q(ends_on=None) | Q(ends_on__gte=today)) & (Q(starts_on=None) | Q(starts_on__lte=today))
    near = today + timedelta(days=soon)
    closes = Q(ends_on__lte=near) | (Q(Exists(running.filter(ends_on__lte=near))) & ~Q(later))
    paid = live & Q(current) & ~Q(unpaid)
    match kind:
        case Kind.NONE:
            return live & ~Q(any_)
        case Kind.PAID:
            return (
                paid
                & (Q(ends_on=None) | Q(ends_on__gt=near))
                & (Q(later) | ~Q(Exists(running.filter(ends_on__lte=near))))
            )
        case Kind.UNPAID:
            return live & Q(unpaid)
        case Kind.ENDING:
            return paid & closes
        case Kind.ENDED:
            return over | (live & Q(any_) & ~Q(current) & ~Q(later))
        case Kind.NOT_BEGUN:
            return (early & (Q(ends_on=None) | Q(ends_on__gte=today))) | (live & ~Q(current) & Q(later))
    return Q(pk__in=())


def _today(zone: str) -> date:
    return clock.now().astimezone(ZoneInfo(zone or TIME_ZONE.get())).date()


def periods_by_contract(contracts: Sequence[int]) -> Mapping[int, list[Span]]:
    """The periods of these contracts, in one query."""
    found: dict[int, list[Span]] = {}
    columns = ("contract_id", "starts_on", "ends_on", "paid")
    for pk, starts_on, ends_on, paid in ServicePeriod.objects.filter(contract__in=contracts).values_list(
        *columns
    ):
        found.setdefault(pk, []).append(Span(starts_on, ends_on, paid))
    return found
