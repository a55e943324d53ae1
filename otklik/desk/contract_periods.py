"""Service periods on a contract's card: added, changed, paid, removed in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.clients.commands import PeriodSpec, add_period, change_period, pay_period, remove_period
from otklik.clients.contract_access import (
    get_contract_for,
    get_period_for,
    may_see_prices,
    require_contract_edit,
)
from otklik.core import money
from otklik.core.errors import Conflict, Invalid, Refused
from otklik.desk.contract_card import Sent, card
from otklik.people.actor import Actor
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Contract, ServicePeriod

FIELDS = ("starts_on", "ends_on", "paid", "paid_on", "price", "remind_on", "version")
NEW = "new"


@require_POST
@staff_page
def add(request: OtklikRequest, uid: str) -> HttpResponse:
    """A new period of a contract; without a day of reminding the usual one."""
    found = get_contract_for(request.actor, str(uid))
    require_contract_edit(request.actor)
    given = _given(request)
    try:
        add_period(request.actor, found, _spec(request.actor, found, given, None))
    except Invalid as error:
        return _back_with(request, found, NEW, given, error)
    return _done(request, found)


@require_POST
@staff_page
def change(request: OtklikRequest, uid: str) -> HttpResponse:
    """New values of a period."""
    period = get_period_for(request.actor, str(uid))
    require_contract_edit(request.actor)
    given = _given(request)
    read = int(given["version"]) if given["version"].isdecimal() else period.version
    try:
        change_period(
            request.actor,
            period,
            version=read,
            spec=_spec(request.actor, period.contract, given, period),
        )
    except (Invalid, Conflict) as error:
        if isinstance(error, Conflict):
            given = {**given, "version": str(period.version)}
        return _back_with(request, period.contract, str(period.uid), given, error)
    return _done(request, period.contract)


@require_POST
@staff_page
def payment(request: OtklikRequest, uid: str) -> HttpResponse:
    """The period is paid (`paid=1`), or it is not after all."""
    period = get_period_for(request.actor, str(uid))
    pay_period(request.actor, period, paid=request.POST.get("paid") == "1")
    return _done(request, period.contract)


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take a period away."""
    period = get_period_for(request.actor, str(uid))
    remove_period(request.actor, period)
    say_next(request, _("The service period is removed."))
    return HttpResponseRedirect(_address(period.contract))


def _given(request: OtklikRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in FIELDS}


def _spec(
    actor: Actor, contract: Contract, given: Mapping[str, str], period: ServicePeriod | None
) -> PeriodSpec:
    """What the commands take; `Invalid` for what is no day or no sum. A price one may not see stays."""
    problems: dict[str, str] = {}
    days = {name: _day(given[name]) for name in ("starts_on", "ends_on", "paid_on", "remind_on")}
    for name, day in days.items():
        if day is None and (given[name] or name in ("starts_on", "ends_on")):
            problems[name] = _("Enter a day such as 2027-03-31.")
    price = period.price if period else None
    if may_see_prices(actor):
        price = money.read(given["price"], contract.currency) if given["price"] else None
        if price is None and given["price"]:
            problems["price"] = _("Enter a sum such as 120000 or 99.50.")
    starts_on, ends_on = days["starts_on"], days["ends_on"]
    if problems or starts_on is None or ends_on is None:
        raise Invalid(problems)
    paid = given["paid"] == "1"
    return PeriodSpec(
        starts_on,
        ends_on,
        paid=paid,
        paid_on=days["paid_on"] if paid else None,
        price=price,
        remind_on=days["remind_on"],
        usual_reminder=period is None and days["remind_on"] is None,
    )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _back_with(
    request: OtklikRequest, contract: Contract, key: str, given: Mapping[str, str], error: Refused
) -> HttpResponse:
    problems = error.fields if isinstance(error, Invalid) else {"": error.message}
    return card(request, contract, Sent(key, given, problems), status=status_of(error))


def _done(request: OtklikRequest, contract: Contract) -> HttpResponse:
    say_next(request, _("Saved."))
    return HttpResponseRedirect(_address(contract))


def _address(contract: Contract) -> str:
    return f"{reverse('desk-contract', args=[contract.uid])}#co-periods"
