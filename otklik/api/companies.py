"""`/companies`: client organisations."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.client_fields import external_asked, fields_asked, with_fields
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.our_people import with_our_people
from otklik.api.request import ApiRequest
from otklik.api.schemas.companies import (
    Companies,
    CompanyForAll,
    CompanyIn,
    CompanyOut,
    CompanyPatch,
    CompanyQuery,
    company_out,
)
from otklik.api.schemas.phones import phones_given
from otklik.api.versions import etag, expected_version
from otklik.clients.access import get_company_for
from otklik.clients.commands import change_company, create_company, hide_company
from otklik.clients.queries import companies_page

router = Router(tags=["clients"])
_TEXTS = ("name", "category", "inn", "kpp", "tax_details", "time_zone", "email", "address", "notes")


@router.get(
    "",
    **told(
        _("List companies"),
        _("By name; those you may know of."),
        gives={200: Companies},
        refuses=(403, 422),
    ),
)
def list_companies(request: ApiRequest, query: Query[CompanyQuery]) -> HttpResponse:
    """A page of companies."""
    wanted = fields_asked(request, request.auth, "company")
    page = companies_page(
        request.auth,
        words=query.q,
        fields=wanted,
        external_id=external_asked(request.auth, query.external_id),
        after=query.after,
        limit=query.limit,
    )
    items = [company_out(request.auth, row) for row in page.rows]
    return listed(request, Companies(items=items), page.after)


@router.post("", **told(_("Add a company"), gives={201: CompanyOut}, refuses=(403, 409, 422)))
def add_company(request: ApiRequest, body: CompanyIn) -> HttpResponse:
    """`commands.create_company`."""
    actor = request.auth

    def add() -> CompanyOut | CompanyForAll:
        texts = {name: getattr(body, name) for name in _TEXTS}
        made = create_company(actor, **texts, domains=body.domains, phones=phones_given(body.phones))
        made = with_fields(actor, with_our_people(actor, made, body), body, is_new=True)
        return company_out(actor, made)

    return answer_once(request, add, status=201)


@router.get(
    "/{uuid:uid}",
    **told(_("Read a company"), gives={200: CompanyOut | CompanyForAll}, refuses=(404,)),
)
def read_company(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One company."""
    company = get_company_for(request.auth, str(uid))
    return answer_read(request, company_out(request.auth, company), company.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a company"),
        _("What is left out stays; lists are replaced whole."),
        gives={200: CompanyOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_company(request: ApiRequest, uid: UUID, body: CompanyPatch) -> HttpResponse:
    """`commands.change_company`."""
    actor = request.auth
    company = get_company_for(actor, str(uid))
    version = expected_version(request, body.version) or company.version
    values = {name: value for name in _TEXTS if (value := getattr(body, name)) is not None}
    domains = body.domains
    if domains is None:
        domains = [row.domain for row in company.domains.all()]
    with transaction.atomic():
        changed = change_company(
            actor,
            company,
            version=version,
            values=values,
            domains=domains,
            phones=None if body.phones is None else phones_given(body.phones),
        )
        changed = with_fields(actor, with_our_people(actor, changed, body), body)
        if body.hidden is not None:
            changed = hide_company(actor, changed, hidden=body.hidden)
    return answer(company_out(actor, changed), headers=etag(changed.version))
