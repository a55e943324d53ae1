"""`/contacts/{uid}/levels`, `/companies/{uid}/supervised`: what the portal opens to whom."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.levels import (
    LevelsIn,
    LevelsOut,
    SupervisedIn,
    SupervisedOut,
    level_in,
    levels_out,
    supervised_out,
)
from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.commands import set_levels, set_supervised
from otklik.clients.level_queries import supervised_by

contacts = Router(tags=["clients"])
companies = Router(tags=["clients"])


@contacts.get(
    "/{uuid:uid}/levels",
    **told(_("Read what the portal opens to a contact"), gives={200: LevelsOut}, refuses=(403, 404)),
)
def read_levels(request: ApiRequest, uid: UUID) -> HttpResponse:
    """For employees who may know of the contact."""
    contact = get_contact_for(request.auth, str(uid))
    staff(request)
    return answer(levels_out(contact))


@contacts.put(
    "/{uuid:uid}/levels",
    **told(
        _("Say what the portal opens to a contact"),
        _("For those who may give access to the portal. All levels at once."),
        gives={200: LevelsOut},
        refuses=(403, 404, 422),
    ),
)
def put_levels(request: ApiRequest, uid: UUID, body: LevelsIn) -> HttpResponse:
    """`commands.set_levels`."""
    actor = request.auth
    contact = get_contact_for(actor, str(uid))
    further = {
        company.pk: level_in(one)
        for one in body.further
        if (company := references.company(actor, one.company)) is not None
    }
    return answer(levels_out(set_levels(actor, contact, level_in(body), further)))


@companies.get(
    "/{uuid:uid}/supervised",
    **told(_("List the companies a company looks after"), gives={200: SupervisedOut}, refuses=(403, 404)),
)
def list_supervised(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Those the employee may know of."""
    company = get_company_for(request.auth, str(uid))
    return answer(supervised_out(list(supervised_by(staff(request), company))))


@companies.put(
    "/{uuid:uid}/supervised",
    **told(
        _("Say which companies a company looks after"),
        _("Its contacts with that right see their tickets. For those who may give access to the portal."),
        gives={200: SupervisedOut},
        refuses=(403, 404, 422),
    ),
)
def put_supervised(request: ApiRequest, uid: UUID, body: SupervisedIn) -> HttpResponse:
    """`commands.set_supervised`."""
    actor = request.auth
    company = get_company_for(actor, str(uid))
    wanted = {row.pk for one in body.companies if (row := references.company(actor, one)) is not None}
    return answer(supervised_out(list(supervised_by(actor, set_supervised(actor, company, wanted)))))
