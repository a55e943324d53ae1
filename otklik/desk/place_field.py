"""Site and equipment of a ticket: what a form offers for its client's company, what it sent, what a card
shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.contract_access import get_contract_for
from otklik.clients.place_access import get_asset_for, get_site_for
from otklik.clients.place_queries import Place, assets_to_choose, map_url, people_at, sites_to_choose
from otklik.clients.settings import ASSETS, SITES
from otklik.core.errors import Invalid, NotFound
from otklik.core.ids import is_uid
from otklik.people.actor import Actor
from otklik.tickets.queries.filtering import NOBODY

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Site
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Offered:
    """What can be chosen; empty where the company has none or the module is off."""

    sites: Sequence[Place] = ()
    assets: Sequence[Place] = ()


@dataclass(frozen=True)
class Where:
    """What a ticket is about, as far as the modules are on."""

    site: Site | None = None
    asset: Asset | None = None

    @property
    def map_url(self) -> str:
        """Where the address of the site is shown; empty without one."""
        return map_url(self.site.address) if self.site else ""


def offered(actor: Actor, company_id: int | None, ticket: Ticket | None = None) -> Offered:
    """The sites and equipment of a company; those of the ticket also where they are hidden since."""
    where = where_of(ticket) if ticket is not None else Where()
    return Offered(
        sites_to_choose(actor, company_id, where.site), assets_to_choose(actor, company_id, where.asset)
    )


def where_of(ticket: Ticket) -> Where:
    """Site and equipment of a ticket; nothing is asked for tickets that have none."""
    return Where(
        ticket.site if ticket.site_id and SITES.get() else None,
        ticket.asset if ticket.asset_id and ASSETS.get() else None,
    )


def beginning(actor: Actor, asked: Mapping[str, str]) -> dict[str, str]:
    """What a new ticket begins with when its address names a site or a machine and no client: both, and the
    first of those one asks for there. `NotFound` for what is not open to the actor."""
    if asked["contact"] or not (asked["site"] or asked["asset"]):
        return {}
    asset = get_asset_for(actor, asked["asset"]) if asked["asset"] else None
    site = asset.site if asset is not None else get_site_for(actor, asked["site"])
    if site is None or not SITES.get():
        return {}
    people = people_at(actor, site)
    return {"site": str(site.uid), "contact": str(people[0].uid) if people else ""}


def company_of(actor: Actor, given: Mapping[str, str]) -> int | None:
    """Whose the named site or machine is; None for nothing named, or what is not open to the actor."""
    try:
        if given.get("asset"):
            return get_asset_for(actor, given["asset"]).company_id
        return get_site_for(actor, given["site"]).company_id if given.get("site") else None
    except NotFound:
        return None


def chosen_site(actor: Actor, uid: str) -> Site | None:
    """The site a form names; `Invalid` for one that is not open to the actor."""
    if not uid:
        return None
    try:
        return get_site_for(actor, uid)
    except NotFound as error:
        raise Invalid({"site": _("There is no such site, or it is not open to you.")}) from error


def chosen_asset(actor: Actor, uid: str) -> Asset | None:
    """The equipment a form names; `Invalid` for what is not open to the actor."""
    if not uid:
        return None
    try:
        return get_asset_for(actor, uid)
    except NotFound as error:
        raise Invalid({"asset": _("There is no such equipment, or it is not open to you.")}) from error


def names_of(actor: Actor, filters: Mapping[str, str]) -> dict[str, str]:
    """What the site, the equipment and the contract a list is narrowed to are called; asks only where it
    is."""
    called: Mapping[str, Callable[[str], str]] = {
        "site": lambda uid: get_site_for(actor, uid).name,
        "asset": lambda uid: get_asset_for(actor, uid).name,
        "contract": lambda uid: get_contract_for(actor, uid).number,
    }
    names = {}
    for field, name_of in called.items():
        value = filters.get(field, "")
        if value == NOBODY:
            names[field] = _("none")
        elif is_uid(value):
            try:
                names[field] = name_of(value)
            except NotFound:
                names[field] = "?"
    return names


def emptied(given: Mapping[str, str], sent: Mapping[str, object]) -> frozenset[str]:
    """The boxes that were there and came back empty; a form without them says nothing."""
    return frozenset(name for name in ("site", "asset", "contract") if name in sent and not given[name])
