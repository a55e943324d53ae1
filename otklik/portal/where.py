"""Site and equipment in a client's form: only what is open to them; and where a scanned label leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.place_access import get_asset_for, get_site_for, visible_assets, visible_sites
from otklik.clients.place_choice import (
    ASSETS_KIND,
    COMPANY_KIND,
    KINDS,
    SITES_KIND,
    Choice,
    assets_to_choose,
    found_places,
    meant,
    sites_to_choose,
)
from otklik.core.errors import Invalid, NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.web.actors import Face, actor_of_request
from otklik.web.errors import too_many
from otklik.web.gates import client_page
from otklik.web.limits import within
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Site
    from otklik.core.models import StoredFile

EACH_HOUR, HOUR = 600, 3600
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

    sites: Choice
    assets: Choice


@dataclass(frozen=True)
class Named:
    """What a form says of one of the two: the uid of a list, or what stands in a box that searches (None: the
    form had a list)."""

    uid: str = ""
    words: str | None = None


def offered(actor: Actor, site: str = "", asset: str = "") -> Offered:
    """The sites and equipment open to the client; the chosen ones (uids) also where there are too many for a
    list."""
    return Offered(
        sites_to_choose(actor, actor.company_id, chosen=site),
        assets_to_choose(actor, actor.company_id, chosen=asset),
    )


def chosen_where(actor: Actor, named_site: Named, named_asset: Named) -> Where:
    """What a form names; `Invalid` for what is not theirs, or what its words do not tell."""
    found_site, found_asset = None, None
    problems: dict[str, str] = {}
    site, asset = (
        _uid(actor, SITES_KIND, named_site, problems),
        _uid(actor, ASSETS_KIND, named_asset, problems),
    )
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


def beginning(actor: Actor, asset: str) -> tuple[str, str, str]:
    """Uids of site, equipment and its company that a new form begins with: those of a scanned label.
    `NotFound` for a machine that is not the company's."""
    if not asset:
        return "", "", ""
    found = get_asset_for(actor, asset)
    site = found.site if found.site and visible_sites(actor).filter(pk=found.site.pk).exists() else None
    return (str(site.uid) if site else ""), str(found.uid), str(found.company.uid)


def picture_of(actor: Actor, asset: str) -> StoredFile | None:
    """The photo of the machine a form begins with, where there is one and the machine is theirs to see."""
    if not asset:
        return None
    row = visible_assets(actor).filter(uid=read_uid(asset)).select_related("picture").first()
    return row.picture if row else None


def _uid(actor: Actor, kind: str, named: Named, problems: dict[str, str]) -> str:
    try:
        return meant(actor, kind, named.uid, named.words)
    except Invalid as error:
        problems |= error.fields
        return ""


@require_safe
@client_page
def propose(request: OtklikRequest, kind: str) -> HttpResponse:
    """`/requests/places/<kind>`: sites (`site`), equipment (`asset`) or companies (`company`) that fit the
    words `q` and are open to the client, as options."""
    if kind not in (*KINDS, COMPANY_KIND):
        raise NotFound
    if not within(request, "places", EACH_HOUR, HOUR, whom=request.actor.key):
        return too_many(request)
    places = found_places(request.actor, kind, request.GET.get("q", "")[:100])
    return render(request, "components/place_options.html", {"places": places, "kind": kind})


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
