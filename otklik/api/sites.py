"""`/sites`: the places of companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.client_fields import external_asked, fields_asked, with_fields
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.our_people import with_our_people
from otklik.api.request import ApiRequest
from otklik.api.schemas.places import SiteForAll, SiteIn, SiteOut, SitePatch, SiteQuery, Sites, site_out
from otklik.api.versions import etag, expected_version
from otklik.clients.access import require_edit
from otklik.clients.commands import SiteSpec, change_site, create_site, hide_site
from otklik.clients.place_access import get_site_for, require_sites
from otklik.clients.place_queries import sites_page, with_people
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Contact, Site

router = Router(tags=["clients"])


@router.get(
    "",
    **told(
        _("List sites"),
        _("By name; those of companies you may know of. 404 where the module is switched off."),
        gives={200: Sites},
        refuses=(403, 404, 422),
    ),
)
def list_sites(request: ApiRequest, query: Query[SiteQuery]) -> HttpResponse:
    """A page of sites."""
    require_sites()
    company = str(query.company or "")
    page = sites_page(
        request.auth,
        words=query.q,
        company=company,
        fields=fields_asked(request, request.auth, "site"),
        external_id=external_asked(request.auth, query.external_id),
        after=query.after,
        limit=query.limit,
        is_whole=True,
    )
    items = [site_out(request.auth, row) for row in page.rows]
    return listed(request, Sites(items=items), page.after)


@router.post("", **told(_("Add a site"), gives={201: SiteOut}, refuses=(403, 404, 409, 422)))
def add_site(request: ApiRequest, body: SiteIn) -> HttpResponse:
    """`commands.create_site`."""
    actor = request.auth
    require_sites()
    require_edit(actor)

    def add() -> SiteOut | SiteForAll:
        company = references.known_company(actor, body.company)
        spec = SiteSpec(
            company=company,
            name=body.name,
            address=body.address,
            access_hours=body.access_hours,
            notes=body.notes,
            contacts=_contacts(actor, body.contacts),
        )
        made = with_our_people(actor, create_site(actor, spec), body)
        made = with_fields(actor, made, body, is_new=True)
        return site_out(actor, with_people(actor, made))

    return answer_once(request, add, status=201)


@router.get("/{uuid:uid}", **told(_("Read a site"), gives={200: SiteOut | SiteForAll}, refuses=(404,)))
def read_site(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One site."""
    site = get_site_for(request.auth, str(uid))
    return answer_read(request, site_out(request.auth, with_people(request.auth, site)), site.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a site"),
        _("What is left out stays; people and observers are replaced whole."),
        gives={200: SiteOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_site(request: ApiRequest, uid: UUID, body: SitePatch) -> HttpResponse:
    """`commands.change_site`."""
    actor = request.auth
    site = get_site_for(actor, str(uid))
    require_edit(actor)
    version = expected_version(request, body.version) or site.version
    with transaction.atomic():
        spec = _patched(actor, site, body)
        changed = change_site(actor, site, version=version, spec=spec)
        changed = with_fields(actor, with_our_people(actor, changed, body), body)
        if body.hidden is not None:
            changed = hide_site(actor, changed, hidden=body.hidden)
    return answer(site_out(actor, with_people(actor, changed)), headers=etag(changed.version))


def _patched(actor: Actor, site: Site, body: SitePatch) -> SiteSpec:
    spec = SiteSpec(
        company=site.company,
        name=site.name if body.name is None else body.name,
        address=site.address if body.address is None else body.address,
        access_hours=site.access_hours if body.access_hours is None else body.access_hours,
        notes=site.notes if body.notes is None else body.notes,
        contacts=list(site.contacts.all()),
    )
    if body.contacts is not None:
        spec = replace(spec, contacts=_contacts(actor, body.contacts))
    return spec


def _contacts(actor: Actor, uids: Sequence[UUID]) -> list[Contact]:
    found = (references.contact(actor, uid) for uid in dict.fromkeys(uids))
    return [one for one in found if one is not None]
