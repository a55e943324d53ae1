"""Sites on the desk: the list, and one site with its people, equipment and tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.place_access import get_site_for, require_sites
from otklik.clients.place_queries import assets_at, assets_by_site, map_url, people_at, sites_page
from otklik.clients.settings import ASSETS
from otklik.desk.client_story import story_of
from otklik.desk.client_tabs import client_tabs
from otklik.desk.machines import machines
from otklik.desk.narrowing import narrowing
from otklik.desk.our_people import manager_of, observers_of
from otklik.desk.own_columns import own_columns
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.counting import open_of_sites
from otklik.web import custom_fields
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Site


@require_safe
@staff_page
def sites(request: OtklikRequest) -> HttpResponse:
    """A page of the sites that fit the words (`q`) and the filters, of one company with `company`."""
    require_sites()
    words, company = request.GET.get("q", "").strip(), request.GET.get("company", "")
    narrow = narrowing(request, "site", "desk-sites", q=words, company=company)
    after = request.GET.get("after", "")
    page = sites_page(request.actor, words=words, company=company, after=after, fields=narrow.fields)
    context = {
        "shell": shell_for(request.actor, "clients"),
        "tabs": client_tabs("sites"),
        "words": words,
        "narrow": narrow,
        "company_uid": company,
        "sites": [(row, map_url(row.address)) for row in page.rows],
        "machines": assets_by_site(request.actor, page.rows),
        "managers": {row.pk: _manager(row) for row in page.rows},
        "open": open_of_sites(request.actor, [row.pk for row in page.rows]),
        "has_machines": ASSETS.get(),
        "own": own_columns(request.actor, "site", page.rows),
        "next_url": narrow.following(page.after),
    }
    return render(request, "desk/sites.html", context)


@require_safe
@staff_page
def site(request: OtklikRequest, uid: str) -> HttpResponse:
    """A site: facts, people, equipment, its tickets newest first, its past."""
    found = get_site_for(request.actor, str(uid))
    page = tickets_page(request.actor, ListQuery(view="archive", filters=Filters(site=str(uid))))
    context = {
        "shell": shell_for(request.actor, "clients"),
        "site": found,
        "custom": custom_fields.facts(request.actor, "site", found.custom, {}),
        "map_url": map_url(found.address),
        "contacts": people_at(request.actor, found),
        "machines": machines(assets_at(request.actor, found)),
        "has_machines": ASSETS.get(),
        "open": open_of_sites(request.actor, [found.pk]).get(found.pk, 0),
        "story": story_of(request.actor, found, _("Site added"), _labels()),
        "manager": manager_of(found),
        "observers": observers_of(found),
        "rows": rows_of(request.actor, page.rows, {"view": "archive", "site": str(uid)}),
        "all_url_query": f"view=archive&site={uid}",
        "has_more": page.after is not None,
    }
    return render(request, "desk/site.html", context)


def _manager(site: Site) -> str:
    found = manager_of(site)
    return found.name if found else ""


def _labels() -> dict[str, str]:
    return {
        "external_id": _("external id"),
        "name": _("title"),
        "address": _("address"),
        "access_hours": _("access hours"),
        "notes": _("notes"),
        "contacts": _("people there"),
        "manager_agent": _("who looks after it"),
        "manager_team": _("who looks after it"),
        "observer_agents": _("observers"),
        "observer_teams": _("observers"),
    }
