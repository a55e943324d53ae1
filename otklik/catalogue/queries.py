"""The catalogue from memory: services, types, categories, priorities, channel accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
from otklik.core.small import SmallTable


@dataclass(frozen=True)
class Catalogue:
    """Everything of the catalogue at one configuration version, by id and in its order."""

    services: Mapping[int, Service]
    types: Mapping[int, TicketType]
    categories: Mapping[int, Category]
    priorities: Mapping[int, Priority]
    accounts: Mapping[int, ChannelAccount]

    @property
    def default_priority(self) -> Priority:
        """The priority of tickets that name none."""
        return next(p for p in self.priorities.values() if p.is_default)

    @property
    def default_type(self) -> TicketType | None:
        """The type of tickets that name none; None when an administrator wants it chosen."""
        return next((t for t in self.types.values() if t.is_default and not t.hidden), None)

    def offered_services(self) -> Sequence[Service]:
        """Services (not packages) that can be chosen, in catalogue order."""
        return [s for s in self.services.values() if not s.hidden and not s.is_package]

    def path_of(self, service: Service) -> Sequence[Service]:
        """From the package down to the service itself."""
        ids = [int(part) for part in service.path.strip("/").split("/") if part]
        return [self.services[pk] for pk in ids if pk in self.services]

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


def catalogue() -> Catalogue:
    """The catalogue from memory (see `core.small`)."""
    return CATALOGUE.get()


def _load() -> Catalogue:
    services = Service.objects.order_by("position", "code").prefetch_related("types", "categories")
    return Catalogue(
        services={row.pk: row for row in services},
        types={row.pk: row for row in TicketType.objects.order_by("position", "id")},
        categories={row.pk: row for row in Category.objects.order_by("position", "id")},
        priorities={row.pk: row for row in Priority.objects.order_by("-level")},
        accounts={row.pk: row for row in ChannelAccount.objects.order_by("id")},
    )


CATALOGUE: SmallTable[Catalogue] = SmallTable(_load)
