"""Reads about sites and equipment. Every list is a page by name with a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from django.db.models import Count, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from otklik.clients.access import visible_contacts
from otklik.clients.enums import Named
from otklik.clients.finding import named
from otklik.clients.models import Asset, AssetModel, AssetType, Company, Contact, Manufacturer, Site
from otklik.clients.place_access import visible_assets, visible_sites
from otklik.clients.queries import BY_NAME, with_addresses
from otklik.clients.settings import ASSETS, SITES
from otklik.clients.word_parts import words_in
from otklik.core import text
from otklik.core.cursors import page_of
from otklik.core.ids import read_uid
from otklik.core.paging import Page
from otklik.core.small import SmallTable
from otklik.fields.queries import condition
from otklik.people.actor import Actor

Place = TypeVar("Place", Site, Asset)
MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True)
class Directories:
    """Types, manufacturers and models by row id, in their order; hidden ones too: old machines have them."""

    types: Mapping[int, AssetType]
    manufacturers: Mapping[int, Manufacturer]
    models: Mapping[int, AssetModel]


def _load() -> Directories:
    return Directories(
        {row.pk: row for row in AssetType.objects.order_by("position", "id")},
        {row.pk: row for row in Manufacturer.objects.order_by("position", "id")},
        {row.pk: row for row in AssetModel.objects.order_by("position", "id")},
    )


_DIRECTORIES = SmallTable(_load)
_ANY = SmallTable(lambda: (Site.objects.exists(), Asset.objects.exists()))
"""Stale only one way: the first site and the first machine renew the configuration's version."""


def directories() -> Directories:
    """The directories of equipment, from memory."""
    return _DIRECTORIES.get()


def sites_page(
    actor: Actor,
    *,
    words: str = "",
    company: str = "",
    after: str = "",
    limit: int = 50,
    is_whole: bool = False,
    fields: Mapping[str, str] | None = None,
    external_id: str = "",
) -> Page[Site]:
    """A page of the sites the actor may know of, by name, with their companies; `is_whole`: also with people
    there. `fields`: what is wanted of custom fields, by key; `external_id`: the one another program calls
    so."""
    sites = _sites_with(visible_sites(actor).filter(hidden=False), words)
    if fields:
        sites = sites.filter(condition(actor, "site", fields))
    if external_id:
        sites = sites.filter(external_id=external_id)
    if company:
        sites = sites.filter(company__uid=read_uid(company))
    if after:
        sites = sites.filter(BY_NAME.behind(after))
    rows = sites.order_by(*BY_NAME.expressions).select_related("company")
    if is_whole:
        rows = rows.prefetch_related(_known_people(actor))
    return page_of(list(rows[: limit + 1]), BY_NAME, limit)


def with_people(actor: Actor, site: Site) -> Site:
    """The site as it is now, with company and those people of it at hand whom the actor may know of."""
    return Site.objects.select_related("company").prefetch_related(_known_people(actor)).get(pk=site.pk)


def get_machine(asset: Asset) -> Asset:
    """A machine that was just written, with company and site at hand."""
    return Asset.objects.select_related("company", "site", "picture").get(pk=asset.pk)


def assets_page(
    actor: Actor,
    *,
    words: str = "",
    company: str = "",
    site: str = "",
    after: str = "",
    limit: int = 50,
    fields: Mapping[str, str] | None = None,
    external_id: str = "",
) -> Page[Asset]:
    """A page of the equipment the actor may know of, by name, with company and site. `fields`: what is wanted
    of custom fields, by key; `external_id`: the one another program calls so."""
    assets = _assets_with(visible_assets(actor).filter(hidden=False), words)
    if fields:
        assets = assets.filter(condition(actor, "asset", fields))
    if external_id:
        assets = assets.filter(external_id=external_id)
    if company:
        assets = assets.filter(company__uid=read_uid(company))
    if site:
        assets = assets.filter(site__uid=read_uid(site))
    if after:
        assets = assets.filter(BY_NAME.behind(after))
    rows = assets.order_by(*BY_NAME.expressions).select_related("company", "site", "picture")[: limit + 1]
    return page_of(list(rows), BY_NAME, limit)


def sites_named(words: str) -> QuerySet[Site]:
    """Sites of anybody with these words in name, address or company: to narrow what an actor sees already."""
    return _sites_with(Site.objects.all(), text.storable(words)) if SITES.get() else Site.objects.none()


def assets_named(words: str) -> QuerySet[Asset]:
    """The same for equipment: name, serial number or company."""
    return _assets_with(Asset.objects.all(), text.storable(words)) if ASSETS.get() else Asset.objects.none()


def sites_found(actor: Actor, words: str = "", company: str = "") -> QuerySet[Site]:
    """Every site the actor's list shows for these words and this company, with its people; for taking them
    out."""
    sites = _sites_with(visible_sites(actor).filter(hidden=False), words)
    if company:
        sites = sites.filter(company__uid=read_uid(company))
    people = with_addresses(visible_contacts(actor).filter(hidden=False).order_by("name_key", "id"))
    ordered = sites.order_by("name_key", "id").select_related("company")
    return ordered.prefetch_related(Prefetch("contacts", queryset=people))


def assets_found(actor: Actor, words: str = "", *, company: str = "", site: str = "") -> QuerySet[Asset]:
    """The same of equipment."""
    assets = _assets_with(visible_assets(actor).filter(hidden=False), words)
    if company:
        assets = assets.filter(company__uid=read_uid(company))
    if site:
        assets = assets.filter(site__uid=read_uid(site))
    return assets.order_by("name_key", "id").select_related("company", "site")


def in_use() -> tuple[bool, bool]:
    """Whether anybody has sites, and equipment: without any, forms ask nothing. From memory."""
    sites, assets = _ANY.get()
    return sites and SITES.get(), assets and ASSETS.get()


def assets_at(actor: Actor, site: Site, limit: int = 100) -> Sequence[Asset]:
    """What stands at a site, by name."""
    rows = visible_assets(actor).filter(site=site, hidden=False).order_by("name_key", "id")
    return list(rows[:limit])


def few_at(actor: Actor, sites: Sequence[Site], limit: int) -> Mapping[int, Sequence[Asset]]:
    """The first machines by name at each of these sites; one query, none for no sites."""
    if not sites or not ASSETS.get():
        return {}
    place = Window(RowNumber(), partition_by="site_id", order_by=("name_key", "id"))
    rows = visible_assets(actor).filter(site__in=sites, hidden=False).annotate(place=place)
    found: dict[int, list[Asset]] = {}
    for row in rows.filter(place__lte=limit).order_by("name_key", "id"):
        found.setdefault(row.site_id or 0, []).append(row)
    return found


def few_nowhere(actor: Actor, company: Company, limit: int) -> Sequence[Asset]:
    """The first machines of a company that stand at no site; all of them do where sites are switched off."""
    rows = visible_assets(actor).filter(company=company, hidden=False).order_by("name_key", "id")
    return list((rows.filter(site=None) if SITES.get() else rows)[:limit])


def assets_by_site(actor: Actor, sites: Sequence[Site]) -> Mapping[int, int]:
    """How many machines stand at each of these sites; one query, none for no sites."""
    if not sites or not ASSETS.get():
        return {}
    rows = visible_assets(actor).filter(site__in=sites, hidden=False).values_list("site_id")
    return dict(rows.annotate(number=Count("pk")).order_by())


def site_named(pk: object) -> str:
    """What a site is called, by its row; for lines of a ticket's history."""
    known = Site.objects.filter(pk=pk).values_list("name", flat=True).first() if isinstance(pk, int) else None
    return known or ""


def asset_named(pk: object) -> str:
    """What a machine is called, by its row."""
    known = (
        Asset.objects.filter(pk=pk).values_list("name", flat=True).first() if isinstance(pk, int) else None
    )
    return known or ""


def people_at(actor: Actor, site: Site) -> Sequence[Contact]:
    """Whom one asks for at a site, as far as the actor may know of them, by name, with addresses."""
    people = visible_contacts(actor).filter(sites=site, hidden=False)
    return list(with_addresses(people.order_by("name_key", "id")))


def _known_people(actor: Actor) -> Prefetch[str, QuerySet[Contact], str]:
    return Prefetch("contacts", queryset=visible_contacts(actor).order_by("name_key", "id"))


def map_url(address: str) -> str:
    """A link that opens the address in a map; empty without one. Nothing is loaded from there by a page."""
    plain = text.one_line(address, 300)
    return f"{MAP}{quote(plain)}" if plain else ""


def _sites_with(sites: QuerySet[Site], words: str) -> QuerySet[Site]:
    """Every word, or a part of one, stands in the name, the address or the company's name; or another program
    calls it so."""
    ids = found = Site.objects.values_list("pk", flat=True)
    for word in words_in(text.key(words)):
        theirs = ids.filter(company_id__in=named(Named.COMPANY, word))
        found = found.filter(pk__in=named(Named.SITE, word).union(theirs))
    return sites.filter(pk__in=found.union(_called(ids, words))) if text.key(words) else sites


def _assets_with(assets: QuerySet[Asset], words: str) -> QuerySet[Asset]:
    """Every word, or a part of one, stands in the name, the serial number, the company's name, or the name or
    address of the site; or another program calls it so."""
    ids = found = Asset.objects.values_list("pk", flat=True)
    for word in words_in(text.key(words)):
        theirs = ids.filter(company_id__in=named(Named.COMPANY, word))
        there = ids.filter(site_id__in=named(Named.SITE, word))
        found = found.filter(pk__in=named(Named.ASSET, word).union(theirs, there))
    return assets.filter(pk__in=found.union(_called(ids, words))) if text.key(words) else assets


def _called(ids: QuerySet[Place, int], words: str) -> QuerySet[Place, int]:
    return ids.filter(external_id=text.storable(words).strip())
