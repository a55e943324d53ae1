"""`/companies/{uid}/services`: the services that are open to a company by its name."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.company_services import OpenServices, OpenServicesIn, open_services
from otklik.clients.access import get_company_for
from otklik.clients.commands import set_services

router = Router(tags=["clients"])


@router.get(
    "/{uuid:uid}/services",
    **told(
        _("List the services on a company's card"),
        _("Those that are only for named companies are open to it."),
        gives={200: OpenServices},
        refuses=(403, 404),
    ),
)
def list_company_services(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Services and packages, for employees."""
    company = get_company_for(request.auth, str(uid))
    staff(request)
    return answer(open_services(company))


@router.put(
    "/{uuid:uid}/services",
    **told(
        _("Say which services stand on a company's card"),
        gives={200: OpenServices},
        refuses=(403, 404, 422),
    ),
)
def put_company_services(request: ApiRequest, uid: UUID, body: OpenServicesIn) -> HttpResponse:
    """`commands.set_services`."""
    actor = request.auth
    company = get_company_for(actor, str(uid))
    staff(request)
    nodes = references.catalogue_nodes("services", body.services)
    return answer(open_services(set_services(actor, company, [row.pk for row in nodes])))
