"""Who may see and change sites and equipment: whoever may know of the company (`access`), while the module
is switched on (ADM-9).

A contact sees what the companies have that they belong to (the first and further ones) or that are open to
them whole, and the sites their level opens with what stands there; nothing hidden. Whoever came by a personal
link to one request sees none. Switched off, nobody sees anything: pages, fields and operations ask here, so
all of them vanish at once, and what is stored stays.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from otklik.clients.access import VIEW_ALL, require_edit, visible_companies
from otklik.clients.models import Asset, ContactCompany, Site
from otklik.clients.settings import ASSETS, SITES
from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """The sites this actor may know of."""
    sites = Site.objects.all()
    if not SITES.get():
        return sites.none()
    if actor.has(VIEW_ALL):
        return sites
    if actor.is_contact:
        return sites.filter(_of_client(actor, "pk"), hidden=False)
    return sites.filter(company__in=visible_companies(actor))


def visible_assets(actor: Actor) -> QuerySet[Asset]:
    """The equipment this actor may know of."""
    assets = Asset.objects.all()
    if not ASSETS.get():
        return assets.none()
    if actor.has(VIEW_ALL):
        return assets
    if actor.is_contact:
        return assets.filter(_of_client(actor, "site"), hidden=False)
    return assets.filter(company__in=visible_companies(actor))


def get_site_for(actor: Actor, uid: str) -> Site:
    """The site by its uid with its company, or `NotFound`."""
    found = visible_sites(actor).select_related("company").filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def get_asset_for(actor: Actor, uid: str) -> Asset:
    """The machine by its uid with company and site, or `NotFound`."""
    rows = visible_assets(actor).select_related("company", "site", "type", "manufacturer", "model", "picture")
    found = rows.filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def require_sites() -> None:
    """`NotFound` where sites are switched off."""
    if not SITES.get():
        raise NotFound


def require_assets() -> None:
    """`NotFound` where equipment is switched off."""
    if not ASSETS.get():
        raise NotFound


def require_site_edit(actor: Actor) -> None:
    """`Denied` without `clients.edit`, `NotFound` where sites are switched off."""
    require_sites()
    require_edit(actor)


def require_asset_edit(actor: Actor) -> None:
    """`Denied` without `clients.edit`, `NotFound` where equipment is switched off."""
    require_assets()
    require_edit(actor)


def _of_client(actor: Actor, site: str) -> Q:
    """What a client has to do with; `site`: the column that leads to the place.

    The further companies are read first: with a subquery among the alternatives PostgreSQL would read the
    whole table.
    """
    if actor.only_ticket is not None:
        return Q(pk__in=())
    further = ContactCompany.objects.filter(contact=actor.contact_id or 0)
    companies = {actor.company_id or 0, *actor.companies, *further.values_list("company_id", flat=True)}
    found = Q(company_id__in=sorted(companies))
    return found | Q(**{f"{site}__in": sorted(actor.sites)}) if actor.sites else found
