"""Making and changing what is configured: by the commands of the settings pages, for whoever may
administer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _

from otklik.api import configured
from otklik.api.answers import answer, answer_once
from otklik.api.configuration import router
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import (
    CategoryOut,
    CompanyCategoryOut,
    PriorityOut,
    ServiceForStaff,
    StatusOut,
    TypeOut,
)
from otklik.api.schemas.setting_up import (
    CategoryIn,
    CompanyCategoryIn,
    PriorityIn,
    ServiceIn,
    StatusIn,
    TypeIn,
)
from otklik.api.set_up import change, make, uid_by_code
from otklik.catalogue.queries import catalogue
from otklik.tickets.queries.workflow import workflow
from otklik.web.setting_up import CATEGORY, COMPANY_CATEGORY, PRIORITY, SERVICE, STATUS, TYPE

__all__ = ["ADDING", "CHANGING", "router", "uid_in"]
ADDING, CHANGING = (403, 409, 422), (403, 404, 409, 422)


def uid_in(rows: object, code: str) -> UUID | None:
    """The uid of a row of a table in memory by its code."""
    return uid_by_code(rows.values(), code) if isinstance(rows, dict) else None


@router.post("/types", **told(_("Add a ticket type"), gives={201: TypeOut}, refuses=ADDING))
def add_type(request: ApiRequest, body: TypeIn) -> HttpResponse:
    """For administrators."""
    return answer_once(request, lambda: configured.type_out(make(request.auth, TYPE, body)), status=201)


@router.patch("/types/{code}", **told(_("Change a ticket type"), gives={200: TypeOut}, refuses=CHANGING))
def patch_type(request: ApiRequest, code: str, body: TypeIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(catalogue().types, code)
    return answer(configured.type_out(change(request.auth, TYPE, found, body)))


@router.post("/categories", **told(_("Add a category"), gives={201: CategoryOut}, refuses=ADDING))
def add_category(request: ApiRequest, body: CategoryIn) -> HttpResponse:
    """For administrators."""
    return answer_once(
        request, lambda: configured.category_out(make(request.auth, CATEGORY, body)), status=201
    )


@router.patch(
    "/categories/{code}", **told(_("Change a category"), gives={200: CategoryOut}, refuses=CHANGING)
)
def patch_category(request: ApiRequest, code: str, body: CategoryIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(catalogue().categories, code)
    return answer(configured.category_out(change(request.auth, CATEGORY, found, body)))


@router.post(
    "/company-categories",
    **told(_("Add a company category"), gives={201: CompanyCategoryOut}, refuses=ADDING),
)
def add_company_category(request: ApiRequest, body: CompanyCategoryIn) -> HttpResponse:
    """For administrators."""
    actor = request.auth
    return answer_once(
        request, lambda: configured.company_category_out(make(actor, COMPANY_CATEGORY, body)), status=201
    )


@router.patch(
    "/company-categories/{code}",
    **told(_("Change a company category"), gives={200: CompanyCategoryOut}, refuses=CHANGING),
)
def patch_company_category(request: ApiRequest, code: str, body: CompanyCategoryIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(catalogue().company_categories, code)
    return answer(configured.company_category_out(change(request.auth, COMPANY_CATEGORY, found, body)))


@router.post("/priorities", **told(_("Add a priority"), gives={201: PriorityOut}, refuses=ADDING))
def add_priority(request: ApiRequest, body: PriorityIn) -> HttpResponse:
    """For administrators."""
    return answer_once(
        request, lambda: configured.priority_out(make(request.auth, PRIORITY, body)), status=201
    )


@router.patch(
    "/priorities/{code}", **told(_("Change a priority"), gives={200: PriorityOut}, refuses=CHANGING)
)
def patch_priority(request: ApiRequest, code: str, body: PriorityIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(catalogue().priorities, code)
    return answer(configured.priority_out(change(request.auth, PRIORITY, found, body)))


@router.post("/services", **told(_("Add a service"), gives={201: ServiceForStaff}, refuses=ADDING))
def add_service(request: ApiRequest, body: ServiceIn) -> HttpResponse:
    """For administrators."""
    actor = request.auth
    return answer_once(request, lambda: configured.service_out(actor, make(actor, SERVICE, body)), status=201)


@router.patch(
    "/services/{code}", **told(_("Change a service"), gives={200: ServiceForStaff}, refuses=CHANGING)
)
def patch_service(request: ApiRequest, code: str, body: ServiceIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(catalogue().services, code)
    return answer(configured.service_out(request.auth, change(request.auth, SERVICE, found, body)))


@router.post("/statuses", **told(_("Add a status"), gives={201: StatusOut}, refuses=ADDING))
def add_status(request: ApiRequest, body: StatusIn) -> HttpResponse:
    """For administrators."""
    actor = request.auth
    return answer_once(request, lambda: configured.status_out(actor, make(actor, STATUS, body)), status=201)


@router.patch("/statuses/{code}", **told(_("Change a status"), gives={200: StatusOut}, refuses=CHANGING))
def patch_status(request: ApiRequest, code: str, body: StatusIn) -> HttpResponse:
    """For administrators."""
    found = uid_in(workflow().statuses, code)
    return answer(configured.status_out(request.auth, change(request.auth, STATUS, found, body)))
