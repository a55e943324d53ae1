"""`/periods`: service periods of contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.periods import (
    PeriodForAll,
    PeriodIn,
    PeriodOut,
    PeriodPatch,
    PeriodQuery,
    Periods,
    period_out,
)
from otklik.api.versions import etag, expected_version
from otklik.clients.commands import PeriodSpec, add_period, change_period, pay_period, remove_period
from otklik.clients.contract_access import (
    get_contract_for,
    get_period_for,
    require_contract_edit,
    require_contracts,
    require_prices,
)
from otklik.clients.contract_queries import periods_page
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Contract, ServicePeriod

router = Router(tags=["clients"])
_EMPTIED = ("paid_on", "price", "remind_on")


@router.get(
    "",
    **told(
        _("List service periods"),
        _("Of the contracts you may know of, or of one."),
        gives={200: Periods},
        refuses=(404, 422),
    ),
)
def list_periods(request: ApiRequest, query: Query[PeriodQuery]) -> HttpResponse:
    """A page of periods."""
    require_contracts()
    contract = str(query.contract or "")
    page = periods_page(request.auth, contract=contract, after=query.after, limit=query.limit)
    items = [period_out(request.auth, row) for row in page.rows]
    return listed(request, Periods(items=items), page.after)


@router.post("", **told(_("Add a service period"), gives={201: PeriodOut}, refuses=(403, 404, 409, 422)))
def add_service_period(request: ApiRequest, body: PeriodIn) -> HttpResponse:
    """`commands.add_period`."""
    actor = request.auth

    def add() -> PeriodOut | PeriodForAll:
        require_contract_edit(actor)
        spec = PeriodSpec(
            starts_on=body.starts_on,
            ends_on=body.ends_on,
            paid=body.paid,
            paid_on=body.paid_on,
            price=body.price,
            remind_on=body.remind_on,
            usual_reminder="remind_on" not in body.model_fields_set,
        )
        return period_out(actor, add_period(actor, _contract(actor, body.contract), spec))

    return answer_once(request, add, status=201)


@router.get(
    "/{uuid:uid}",
    **told(_("Read a service period"), gives={200: PeriodOut | PeriodForAll}, refuses=(404,)),
)
def read_period(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One period."""
    period = get_period_for(request.auth, str(uid))
    return answer_read(request, period_out(request.auth, period), period.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a service period"),
        _("What is left out stays. Another day of reminding means another mail."),
        gives={200: PeriodOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_period(request: ApiRequest, uid: UUID, body: PeriodPatch) -> HttpResponse:
    """`commands.change_period`; `commands.pay_period` where nothing but `paid` is sent."""
    actor = request.auth
    period = get_period_for(actor, str(uid))
    require_contract_edit(actor)
    version = expected_version(request, body.version) or period.version
    if body.model_fields_set - {"version"} == {"paid"} and body.paid is not None:
        changed = pay_period(actor, period, paid=body.paid, version=version)
    else:
        changed = change_period(actor, period, version=version, spec=_changed(actor, period, body))
    return answer(period_out(actor, changed), headers=etag(changed.version))


@router.delete("/{uuid:uid}", **told(_("Remove a service period"), gives={204: None}, refuses=(403, 404)))
def remove_service_period(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.remove_period`."""
    remove_period(request.auth, get_period_for(request.auth, str(uid)))
    return HttpResponse(status=204)


def _changed(actor: Actor, period: ServicePeriod, body: PeriodPatch) -> PeriodSpec:
    given = body.model_fields_set
    if "price" in given:
        require_prices(actor)
    emptied = {name: getattr(body if name in given else period, name) for name in _EMPTIED}
    paid = period.paid if body.paid is None else body.paid
    if not paid and "paid_on" not in given:
        emptied["paid_on"] = None
    return PeriodSpec(
        starts_on=body.starts_on or period.starts_on,
        ends_on=body.ends_on or period.ends_on,
        paid=paid,
        **emptied,
    )


def _contract(actor: Actor, uid: UUID) -> Contract:
    try:
        return get_contract_for(actor, str(uid))
    except NotFound:
        raise Invalid({"contract": gettext("There is no such contract, or it is not open to you.")}) from None
