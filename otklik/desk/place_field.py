"""Site and equipment of a ticket: what a form offers for its client's company, what it sent, what a card
shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.contract_access import get_contract_for
from otklik.clients.place_access import get_asset_for, get_site_for
from otklik.clients.place_choice import (
    COMPANY_KIND,
    CONTACT_KIND,
    CONTRACT_KIND,
    KINDS,
    Choice,
    assets_to_choose,
    found_places,
    meant,
    sites_to_choose,
)
from otklik.clients.place_queries import map_url, people_at
from otklik.clients.settings import ASSETS, SITES
from otklik.core.errors import Invalid, NotFound
from otklik.core.ids import is_uid
from otklik.people.actor import Actor
from otklik.tickets.queries.filtering import NOBODY
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Site
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Offered:
    """What can be chosen; empty where the company has none or the module is off."""

    sites: Choice = field(default_factory=Choice)
    assets: Choice = field(default_factory=Choice)


@dataclass(frozen=True)
class Where:
    """What a ticket is about, as far as the modules are on."""

    site: Site | None = None
    asset: Asset | None = None

    @property
    def map_url(self) -> str:
        """Where the address of the site is shown; empty without one."""
        return map_url(self.site.address) if self.site else ""


def offered(
    actor: Actor, company_id: int | None, ticket: Ticket | None = None, given: Mapping[str, str] | None = None
) -> Offered:
    """The sites and equipment of a company; those of the ticket also where they are hidden since, and those
    the form has chosen also where there are too many for a list."""
    where, chosen = where_of(ticket) if ticket is not None else Where(), given or {}
    return Offered(
        sites_to_choose(actor, company_id, keep=where.site, chosen=chosen.get("site", "")),
        assets_to_choose(actor, company_id, keep=where.asset, chosen=chosen.get("asset", "")),
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


def sent_words(sent: Mapping[str, str]) -> dict[str, str]:
    """What stands in the boxes that search, of a form that has them; a list sends none."""
    return {name: sent[name].strip() for name in ("site_words", "asset_words") if name in sent}


def settled(actor: Actor, given: Mapping[str, str], company: Company | None) -> dict[str, str]:
    """The form with uids of site and equipment, where it names them in words: those of the company. `Invalid`
    for words that do not tell."""
    problems: dict[str, str] = {}
    uids = {}
    for kind in KINDS:
        try:
            words, whose = given.get(f"{kind}_words"), str(company.uid) if company else ""
            uids[kind] = meant(actor, kind, given[kind], words, whose)
        except Invalid as error:
            problems |= error.fields
    if problems:
        raise Invalid(problems)
    return {**given, **uids}


@require_safe
@staff_page
def options(request: OtklikRequest, kind: str) -> HttpResponse:
    """Sites (`site`) or equipment (`asset`) that fit the words `q`, of one `company`, as options; or
    companies (`company`), contracts (`contract`), or contacts (`contact`)."""
    if kind not in (*KINDS, COMPANY_KIND, CONTACT_KIND, CONTRACT_KIND):
        raise NotFound
    words, company = request.GET.get("q", "")[:100], request.GET.get("company", "")
    places = found_places(request.actor, kind, words, company)
    return render(request, "components/place_options.html", {"places": places, "kind": kind})


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
    """What the site, the equipment, the contract and the client a list is narrowed to are called, `?` where
    there is none that is open to the actor; asks only where it is."""
    called: Mapping[str, Callable[[str], str]] = {
        "site": lambda uid: get_site_for(actor, uid).name,
        "asset": lambda uid: get_asset_for(actor, uid).name,
        "contract": lambda uid: get_contract_for(actor, uid).number,
        "company": lambda uid: get_company_for(actor, uid).name,
        "contact": lambda uid: get_contact_for(actor, uid).name,
    }
    names = {}
    for kind, name_of in called.items():
        value = filters.get(kind, "")
        if value == NOBODY:
            names[kind] = _("none")
        elif is_uid(value):
            try:
                names[kind] = name_of(value)
            except NotFound:
                names[kind] = "?"
    return names


def emptied(given: Mapping[str, str], sent: Mapping[str, object]) -> frozenset[str]:
    """The boxes that were there and came back empty; a form without them says nothing."""
    return frozenset(name for name in ("site", "asset", "contract") if name in sent and not given[name])
