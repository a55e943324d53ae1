"""What can be chosen: services, types, categories, priorities, statuses.

Read from memory. A contact reads what is offered to clients; employees also what is hidden, because old
tickets have it. Changing any of it belongs to the settings pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import configured, references
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import (
    Categories,
    CompanyCategories,
    Priorities,
    Services,
    Statuses,
    Types,
)
from otklik.api.schemas.pages import PageQuery, ServiceQuery
from otklik.catalogue.queries import catalogue
from otklik.clients.companies_of import company_among
from otklik.clients.queries import own_contact
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.catalogue.models import Service

router = Router(tags=["configuration"])


@router.get(
    "/services",
    **told(
        _("List services"),
        _("The catalogue in its order: packages and the services in them."),
        gives={200: Services},
        refuses=(422,),
    ),
)
def list_services(request: ApiRequest, query: Query[ServiceQuery]) -> HttpResponse:
    """For a contact: what is offered to them, and the packages it stands in; with `company`: what is offered
    to that one, which a contact has to work for."""
    rows = list(catalogue().services.values())
    if not request.auth.is_agent:
        asked = company_among(own_contact(request.auth), str(query.company or ""))
        rows = _with_packages(references.services_for(request.auth, asked))
    elif query.company is not None:
        rows = _with_packages(
            references.services_open_to(references.known_company(request.auth, query.company))
        )
    page = page_of_small(rows, query, lambda row: row.code)
    items = [configured.service_out(request.auth, row) for row in page.rows]
    return listed(request, Services(items=items), page.after)


@router.get("/types", **told(_("List ticket types"), gives={200: Types}, refuses=(422,)))
def list_types(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """For a contact: those that are not internal."""
    rows = [t for t in catalogue().types.values() if request.auth.is_agent or not (t.internal or t.hidden)]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, Types(items=[configured.type_out(row) for row in page.rows]), page.after)


@router.get("/categories", **told(_("List categories"), gives={200: Categories}, refuses=(422,)))
def list_categories(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Labels for tickets."""
    rows = [c for c in catalogue().categories.values() if request.auth.is_agent or not c.hidden]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, Categories(items=[configured.category_out(row) for row in page.rows]), page.after)


@router.get(
    "/company-categories",
    **told(_("List company categories"), _("For staff."), gives={200: CompanyCategories}, refuses=(403, 422)),
)
def list_company_categories(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Kinds of clients, hidden ones too."""
    staff(request)
    page = page_of_small(list(catalogue().company_categories.values()), query, lambda row: row.code)
    items = [configured.company_category_out(row) for row in page.rows]
    return listed(request, CompanyCategories(items=items), page.after)


@router.get("/priorities", **told(_("List priorities"), gives={200: Priorities}, refuses=(422,)))
def list_priorities(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """The most urgent first."""
    rows = [p for p in catalogue().priorities.values() if request.auth.is_agent or not p.hidden]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, Priorities(items=[configured.priority_out(row) for row in page.rows]), page.after)


@router.get(
    "/statuses",
    **told(
        _("List statuses"),
        _("With where each may lead. A contact reads the clients' words for them."),
        gives={200: Statuses},
        refuses=(422,),
    ),
)
def list_statuses(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """All for staff, enabled ones for a contact."""
    rows = [s for s in workflow().statuses.values() if request.auth.is_agent or s.enabled]
    page = page_of_small(rows, query, lambda row: row.code)
    items = [configured.status_out(request.auth, row) for row in page.rows]
    return listed(request, Statuses(items=items), page.after)


def _with_packages(offered: Sequence[Service]) -> list[Service]:
    """In the catalogue's order, with everything they stand in."""
    known = catalogue()
    ids = {node.pk for one in offered for node in known.path_of(one)}
    return [row for row in known.services.values() if row.pk in ids]
