"""Equipment on the desk: the list, one machine with the history of its tickets, its label with a QR code."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.custom import bound_of
from otklik.clients.place_access import get_asset_for, require_assets
from otklik.clients.place_queries import assets_page, directories, map_url
from otklik.clients.settings import SITES
from otklik.desk.client_story import story_of
from otklik.desk.client_tabs import client_tabs
from otklik.desk.machines import warranty_of
from otklik.desk.narrowing import narrowing
from otklik.desk.own_columns import own_columns
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.counting import open_of_assets
from otklik.web import custom_fields
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for

DOTS = 6
"""The side of a dot of the code, in pixels of the page: about 45 mm for an address of ours."""


@require_safe
@staff_page
def assets(request: OtklikRequest) -> HttpResponse:
    """A page of the equipment that fits the filters and the words (`q`: name, serial number, company)."""
    require_assets()
    words, company = request.GET.get("q", "").strip(), request.GET.get("company", "")
    narrow = narrowing(request, "asset", "desk-assets", q=words, company=company)
    after = request.GET.get("after", "")
    page = assets_page(request.actor, words=words, company=company, after=after, fields=narrow.fields)
    known = directories()
    context = {
        "shell": shell_for(request.actor, "clients"),
        "tabs": client_tabs("assets"),
        "words": words,
        "narrow": narrow,
        "company_uid": company,
        "machines": [(row, warranty_of(row.warranty_until)) for row in page.rows],
        "open": open_of_assets(request.actor, [row.pk for row in page.rows]),
        "types": known.types,
        "makers": known.manufacturers,
        "models": known.models,
        "has_sites": SITES.get(),
        "own": own_columns(request.actor, "asset", page.rows),
        "next_url": narrow.following(page.after),
    }
    return render(request, "desk/assets.html", context)


@require_safe
@staff_page
def asset(request: OtklikRequest, uid: str) -> HttpResponse:
    """A machine: facts, warranty, its tickets newest first, its past."""
    found = get_asset_for(request.actor, str(uid))
    page = tickets_page(request.actor, ListQuery(view="archive", filters=Filters(asset=str(uid))))
    context = {
        "shell": shell_for(request.actor, "clients"),
        "machine": found,
        "custom": custom_fields.facts(request.actor, "asset", found.custom, bound_of(found)),
        "site": found.site if SITES.get() else None,
        "map_url": map_url(found.site.address) if found.site and SITES.get() else "",
        "made": " ".join(str(part.name) for part in (found.manufacturer, found.model) if part),
        "warranty": warranty_of(found.warranty_until),
        "open": open_of_assets(request.actor, [found.pk]).get(found.pk, 0),
        "story": story_of(request.actor, found, _("Equipment added"), _labels()),
        "rows": rows_of(request.actor, page.rows, {"view": "archive", "asset": str(uid)}),
        "all_url_query": f"view=archive&asset={uid}",
        "has_more": page.after is not None,
    }
    return render(request, "desk/asset.html", context)


@require_safe
@staff_page
def label(request: OtklikRequest, uid: str) -> HttpResponse:
    """The label to print: the code opens a new request of the portal that knows the machine and its site."""
    found = get_asset_for(request.actor, str(uid))
    address = settings.OTKLIK_BASE_URL.rstrip("/") + reverse("portal-asset", args=[found.uid])
    code = segno.make(address, error="m").svg_inline(scale=DOTS, border=2, dark="#000", light="#fff")
    context = {
        "shell": shell_for(request.actor, "clients"),
        "machine": found,
        "site": found.site if SITES.get() else None,
        "code": code,
        "address": address,
    }
    return render(request, "desk/asset_label.html", context)


def _labels() -> dict[str, str]:
    return {
        "company": _("company"),
        "site": _("site"),
        "type": _("type"),
        "manufacturer": _("manufacturer"),
        "model": _("model"),
        "external_id": _("external id"),
        "name": _("title"),
        "serial": _("serial number"),
        "warranty_until": _("warranty"),
        "notes": _("notes"),
        "picture": _("photo"),
    }
