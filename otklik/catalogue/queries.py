"""The catalogue from memory: services, types, categories, priorities, channel accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from otklik.catalogue.models import Category, ChannelAccount, CompanyCategory, Priority, Service, TicketType
from otklik.core.small import SmallTable

NAMED, CONTRACT = "named", "contract"
"""The ways in which a service is open to some clients only, besides by category (`Service.only_for`)."""
_MOST_OFFERS = 1000
"""Kinds of clients whose offer is kept; contracts that cover differently make many."""


@dataclass(frozen=True)
class Admission:
    """What opens services to a client: the category of their company ("" without a company, None without an
    account), the services on its card, those its current contracts cover (None: one of them covers all)."""

    category: str | None = None
    named: frozenset[int] = frozenset()
    covered: frozenset[int] | None = frozenset()

    def admits(self, node: Service, service: Service) -> bool:
        """Whether a node on the way to the service is open to them: to everybody, or by any of its ways."""
        if not node.for_categories and not node.only_for:
            return True
        return (
            self.category in node.for_categories
            or (NAMED in node.only_for and bool(self.named & _ids(service)))
            or (CONTRACT in node.only_for and (self.covered is None or bool(self.covered & _ids(service))))
        )


@dataclass(frozen=True)
class Catalogue:
    """Everything of the catalogue at one configuration version, by id and in its order."""

    services: Mapping[int, Service]
    types: Mapping[int, TicketType]
    categories: Mapping[int, Category]
    priorities: Mapping[int, Priority]
    accounts: Mapping[int, ChannelAccount]
    brands_of: Mapping[int, frozenset[int]]
    company_categories: Mapping[str, CompanyCategory]
    """By code: what companies and services keep. For employees only."""
    _paths: dict[str, Sequence[Service]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _offers: dict[tuple[int, Admission], Sequence[Service]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Answers already found for this version: every page of a client asks for them."""

    @property
    def default_priority(self) -> Priority:
        """The priority of tickets that name none."""
        return next(p for p in self.priorities.values() if p.is_default)

    @property
    def default_type(self) -> TicketType | None:
        """The type of tickets that name none; None when an administrator wants it chosen."""
        return next((t for t in self.types.values() if t.is_default and not t.hidden), None)

    def company_category(self, code: str) -> str:
        """The name of a company's category in the reader's language; empty for none."""
        row = self.company_categories.get(code)
        return str(row.name) if row else code

    def usual_priority(self, service: Service | None, account: ChannelAccount | None) -> Priority:
        """The priority of a ticket that names none: the service's, else the mailbox's, else the default."""
        own = (service.default_priority_id if service else None) or (account.priority_id if account else None)
        return self.priorities.get(own or 0) or self.default_priority

    def usual_type(self, service: Service | None, account: ChannelAccount | None) -> TicketType | None:
        """The type of a ticket that names none: the service's, else the mailbox's, else the default."""
        own = (service.default_type_id if service else None) or (account.type_id if account else None)
        return self.types.get(own or 0) or self.default_type

    def offered_services(self) -> Sequence[Service]:
        """Services (not packages) that can be chosen, in catalogue order."""
        return [s for s in self.services.values() if not s.hidden and not s.is_package]

    def offered_to(self, brand_id: int, who: Admission) -> Sequence[Service]:
        """Services a client of this brand may choose, in catalogue order: those whose whole path is open to
        them."""
        key = (brand_id, who)
        found = self._offers.get(key)
        if found is None:
            found = [s for s in self.offered_services() if self._is_open(s, brand_id, who)]
            if len(self._offers) >= _MOST_OFFERS:
                self._offers.clear()
            self._offers[key] = found
        return found

    def is_narrowed_by(self, kind: str) -> bool:
        """Whether any service is open to some in this way (`named`, `contract`): else nobody is asked."""
        return any(kind in row.only_for for row in self.services.values())

    def _is_open(self, service: Service, brand_id: int, who: Admission) -> bool:
        for node in self.path_of(service):
            of_brands = self.brands_of.get(node.pk, frozenset())
            if node.hidden or not node.public or (of_brands and brand_id not in of_brands):
                return False
            if not who.admits(node, service):
                return False
        return True

    def path_of(self, service: Service) -> Sequence[Service]:
        """From the package down to the service itself."""
        found = self._paths.get(service.path)
        if found is None:
            ids = [int(part) for part in service.path.strip("/").split("/") if part]
            found = self._paths[service.path] = [self.services[pk] for pk in ids if pk in self.services]
        return found

    def whole_name(self, service: Service) -> str:
        """A service with the way to it: `IT › Workplace › Printer`."""
        return " › ".join(str(step.name) for step in self.path_of(service))

    def mailbox(self, name: str) -> ChannelAccount | None:
        """An enabled mail account by its name or address."""
        wanted = name.strip().lower()
        found = (a for a in self.accounts.values() if a.kind == ChannelAccount.Kind.MAIL and a.enabled)
        return next((a for a in found if wanted in (a.name, a.address)), None)

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address of ours, of mailboxes out of use too: mail to or from them is our own."""
        rows = self.accounts.values()
        return frozenset(found for row in rows for found in (row.address, row.sender_address) if found)

    def mailboxes(self) -> Sequence[ChannelAccount]:
        """Enabled mail accounts, the default first."""
        found = [a for a in self.accounts.values() if a.kind == ChannelAccount.Kind.MAIL and a.enabled]
        return sorted(found, key=lambda account: (not account.is_default, account.pk))


def _ids(service: Service) -> frozenset[int]:
    """The service and the packages it stands in."""
    return frozenset(int(part) for part in service.path.strip("/").split("/") if part)


def catalogue() -> Catalogue:
    """The catalogue from memory (see `core.small`)."""
    return CATALOGUE.get()


def _load() -> Catalogue:
    services = Service.objects.order_by("position", "code").prefetch_related("types", "categories")
    brands_of: dict[int, set[int]] = {}
    for service, brand in Service.brands.through.objects.values_list("service_id", "brand_id"):
        brands_of.setdefault(service, set()).add(brand)
    return Catalogue(
        services={row.pk: row for row in _in_their_tree(services)},
        types={row.pk: row for row in TicketType.objects.order_by("position", "id")},
        categories={row.pk: row for row in Category.objects.order_by("position", "id")},
        priorities={row.pk: row for row in Priority.objects.order_by("-level")},
        accounts={row.pk: row for row in ChannelAccount.objects.order_by("id")},
        brands_of={pk: frozenset(found) for pk, found in brands_of.items()},
        company_categories={row.code: row for row in CompanyCategory.objects.order_by("position", "id")},
    )


def _in_their_tree(rows: Iterable[Service]) -> list[Service]:
    """Each package before what is in it, siblings in their order: so every list of services reads."""
    inside: dict[int | None, list[Service]] = {}
    for row in rows:
        inside.setdefault(row.parent_id, []).append(row)
    found: list[Service] = []
    waiting = inside.get(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += inside.get(row.pk, [])[::-1]
    return found


CATALOGUE: SmallTable[Catalogue] = SmallTable(_load)
