"""Site and equipment in a client's form: their own company's only; and where a scanned label leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.place_access import get_asset_for, get_site_for, visible_assets, visible_sites
from otklik.clients.place_queries import Place, assets_to_choose, sites_to_choose
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.web.actors import Face, actor_of_request
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Site

NO_SERVICE = "-"
"""What stands in an address for a request in one's own words."""


@dataclass(frozen=True)
class Where:
    """What a request is about."""

    site: Site | None = None
    asset: Asset | None = None


@dataclass(frozen=True)
class Offered:
    """What can be chosen, by name; nothing for companies that have none."""

    sites: Sequence[Place] = ()
    assets: Sequence[Place] = ()


def offered(actor: Actor) -> Offered:
    """The sites and equipment of the client's company."""
    return Offered(sites_to_choose(actor, actor.company_id), assets_to_choose(actor, actor.company_id))


def chosen_where(actor: Actor, site: str, asset: str) -> Where:
    """What a form names; `Invalid` for what is not the company's."""
    found_site, found_asset = None, None
    problems: dict[str, str] = {}
    try:
        found_site = get_site_for(actor, site) if site else None
    except NotFound:
        problems["site"] = _("There is no such site in your company. Choose from the list.")
    try:
        found_asset = get_asset_for(actor, asset) if asset else None
    except NotFound:
        problems["asset"] = _("There is no such equipment in your company. Choose from the list.")
    if problems:
        raise Invalid(problems)
    return Where(found_site, found_asset)


def beginning(actor: Actor, asset: str) -> tuple[str, str]:
    """Uids of site and equipment a new form begins with: those of a scanned label. `NotFound` for a machine
    that is not the company's."""
    if not asset:
        return "", ""
    found = get_asset_for(actor, asset)
    site = found.site if found.site and visible_sites(actor).filter(pk=found.site.pk).exists() else None
    return (str(site.uid) if site else ""), str(found.uid)


@require_safe
def scanned(request: HttpRequest, uid: str) -> HttpResponseBase:
    """`/assets/<uid>`, the address on a label: a client gets the form of a new request that knows machine and
    site and asks for no service, an employee its card; others are asked to sign in, or told in words that it
    is not theirs."""
    if request.user.is_authenticated and not actor_of_request(request, Face.CONTACT).is_contact:
        return HttpResponseRedirect(reverse("desk-asset", args=[uid]))
    return _for_client(request, uid=uid)


@client_page
def _for_client(request: OtklikRequest, uid: str) -> HttpResponse:
    if visible_assets(request.actor).filter(uid=uid).exists():
        return HttpResponseRedirect(f"{reverse('portal-new')}?service={NO_SERVICE}&asset={uid}")
    context = {"portal": portal_frame(request.actor, "new")}
    return render(request, "portal/asset_elsewhere.html", context, status=404)
