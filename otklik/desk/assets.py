"""Equipment on the desk: the list, one machine with the history of its tickets, its label with a QR code."""

from __future__ import annotations

from datetime import date

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from otklik.clients.place_access import get_asset_for, require_assets
from otklik.clients.place_queries import assets_page, directories, map_url
from otklik.clients.settings import SITES
from otklik.core import clock
from otklik.desk.client_tabs import client_tabs, link_to
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for

DOTS = 6
"""The side of a dot of the code, in pixels of the page: about 45 mm for an address of ours."""


@require_safe
@staff_page
def assets(request: OtklikRequest) -> HttpResponse:
    """A page of the equipment that fits the words (`q`: name, serial number, company)."""
    require_assets()
    words, company = request.GET.get("q", "").strip(), request.GET.get("company", "")
    page = assets_page(request.actor, words=words, company=company, after=request.GET.get("after", ""))
    known = directories()
    context = {
        "shell": shell_for(request.actor, "clients"),
        "tabs": client_tabs("assets"),
        "words": words,
        "company_uid": company,
        "machines": page.rows,
        "types": known.types,
        "makers": known.manufacturers,
        "models": known.models,
        "has_sites": SITES.get(),
        "next_url": link_to("desk-assets", q=words, company=company, after=page.after or ""),
        "has_more": page.after is not None,
    }
    return render(request, "desk/assets.html", context)


@require_safe
@staff_page
def asset(request: OtklikRequest, uid: str) -> HttpResponse:
    """A machine: facts, warranty, its tickets newest first."""
    found = get_asset_for(request.actor, str(uid))
    page = tickets_page(request.actor, ListQuery(view="archive", filters=Filters(asset=str(uid))))
    context = {
        "shell": shell_for(request.actor, "clients"),
        "machine": found,
        "site": found.site if SITES.get() else None,
        "map_url": map_url(found.site.address) if found.site and SITES.get() else "",
        "is_covered": _is_covered(found.warranty_until),
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


def _is_covered(until: date | None) -> bool:
    """Whether the warranty still holds today, by the reader's own day."""
    return until is not None and until >= timezone.localtime(clock.now()).date()
