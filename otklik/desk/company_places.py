"""What a company has, on its card: its sites with a few machines each, as far as the modules are on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otklik.clients.place_queries import assets_by_site, few_at, few_nowhere, sites_page
from otklik.clients.settings import ASSETS, SITES
from otklik.desk.machines import Machine, machines
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Company, Site

MOST_SITES, MOST_MACHINES = 6, 4


@dataclass(frozen=True)
class Spot:
    """A site, or None for what stands at none, with its first machines; `more`: how many besides."""

    site: Site | None
    machines: Sequence[Machine]
    more: int = 0


@dataclass(frozen=True)
class Places:
    """The part of the card; `has_more` when there are sites that do not stand here."""

    has_sites: bool
    has_machines: bool
    spots: Sequence[Spot]
    has_more: bool

    @property
    def is_on(self) -> bool:
        """Whether the installation knows of either."""
        return self.has_sites or self.has_machines


def places_of(actor: Actor, company: Company) -> Places:
    """The first sites by name. Four queries at most, whatever the company has."""
    page = sites_page(actor, company=str(company.uid), limit=MOST_SITES)
    sites = page.rows
    numbers, at = assets_by_site(actor, sites), few_at(actor, sites, MOST_MACHINES)
    spots = []
    for site in sites:
        rows = at.get(site.pk, ())
        spots.append(Spot(site, machines(rows), numbers.get(site.pk, 0) - len(rows)))
    rest = few_nowhere(actor, company, MOST_MACHINES)
    if rest:
        spots.append(Spot(None, machines(rest)))
    return Places(SITES.get(), ASSETS.get(), spots, page.after is not None)
