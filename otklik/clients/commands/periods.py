"""Service periods of contracts. Whoever writes one holds the contract's row, so that two never overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from otklik.clients.commands.recording import put
from otklik.clients.contract_access import may_see_prices, require_contract_edit, require_prices
from otklik.clients.contract_queries import today_of
from otklik.clients.contract_standing import Span, overlapping, remind_day
from otklik.clients.events import PERIOD_ADDED, PERIOD_CHANGED, PERIOD_REMOVED
from otklik.clients.models import Contract, ServicePeriod
from otklik.clients.settings import REMIND_BEFORE
from otklik.core import clock, money
from otklik.core.errors import Conflict, Invalid, NotFound
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

FARTHEST = 2199
"""The last year a date may name: what is later is mistyped."""


@dataclass(frozen=True)
class PeriodSpec:
    """First and last day, paid or not, since when; `price` in minor units of the contract's currency; the day
    the manager is mailed. `usual_reminder`: that day follows from the end (`contracts.remind_days`)."""

    starts_on: date
    ends_on: date
    paid: bool = False
    paid_on: date | None = None
    price: int | None = None
    remind_on: date | None = None
    usual_reminder: bool = False


@transaction.atomic
def add_period(actor: Actor, contract: Contract, spec: PeriodSpec) -> ServicePeriod:
    """Add a service period to a contract. Needs `contracts.edit`, and `contracts.prices` to say a price.
    Writes `period.added`.

    `Invalid` for an end before the start, days another period has, a day of reminding that is over, a day of
    payment of what is not paid.
    """
    require_contract_edit(actor)
    if spec.price is not None:
        require_prices(actor)
    held = _held(contract.pk)
    _check(held, spec, None)
    period = ServicePeriod(contract=held, created_at=clock.now())
    _put(actor, period, spec)
    period.save()
    record(PERIOD_ADDED, actor.ref, _about(held), data={"period": period.pk})
    return period


@transaction.atomic
def change_period(actor: Actor, period: ServicePeriod, *, version: int, spec: PeriodSpec) -> ServicePeriod:
    """Replace a period's data; another day of reminding means that the manager is mailed on that one. Needs
    `contracts.edit`; `Conflict` when it was saved after `version` was read.

    Writes `period.changed` with from and to (of the price only that it changed); the same values change
    nothing.
    """
    require_contract_edit(actor)
    row = _locked(period)
    if row.version != version:
        raise Conflict(_stale())
    _check(row.contract, spec, row)
    changes = _put(actor, row, spec)
    if not changes:
        return row
    if any(change.field == "remind_on" for change in changes):
        row.reminded_at = None
    row.version += 1
    row.save()
    record(PERIOD_CHANGED, actor.ref, _about(row.contract), changes=changes, data={"period": row.pk})
    return row


@transaction.atomic
def pay_period(
    actor: Actor, period: ServicePeriod, *, paid: bool = True, version: int | None = None
) -> ServicePeriod:
    """Say that a period is paid, today, or that it is not after all. Needs `contracts.edit`; `Conflict` on a
    stale `version`. Writes `period.changed`; what stands already changes nothing.
    """
    require_contract_edit(actor)
    row = _locked(period)
    if version is not None and row.version != version:
        raise Conflict(_stale())
    if row.paid == paid:
        return row
    changes = put(row, {"paid": paid, "paid_on": today_of(row.contract.payer) if paid else None})
    row.version += 1
    row.save()
    record(PERIOD_CHANGED, actor.ref, _about(row.contract), changes=changes, data={"period": row.pk})
    return row


@transaction.atomic
def remove_period(actor: Actor, period: ServicePeriod) -> None:
    """Take a period away; nobody is reminded of it any more. Needs `contracts.edit`. Writes
    `period.removed` with its days."""
    require_contract_edit(actor)
    row = _locked(period)
    days = [
        Change("starts_on", row.starts_on.isoformat(), None),
        Change("ends_on", row.ends_on.isoformat(), None),
    ]
    record(PERIOD_REMOVED, actor.ref, _about(row.contract), changes=days, data={"period": row.pk})
    row.delete()


def _held(contract_id: int) -> Contract:
    """The contract, locked: until the end of the transaction nobody else writes its periods."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("payer")
    return rows.get(pk=contract_id)


def _locked(period: ServicePeriod) -> ServicePeriod:
    contract = _held(period.contract_id)
    row = ServicePeriod.objects.filter(pk=period.pk).first()
    if row is None:
        raise NotFound
    row.contract = contract
    return row


def _check(contract: Contract, spec: PeriodSpec, period: ServicePeriod | None) -> None:
    problems: dict[str, str] = {}
    if spec.ends_on < spec.starts_on:
        problems["ends_on"] = _("The end is before the beginning.")
    elif spec.ends_on.year > FARTHEST:
        problems["ends_on"] = _("Enter a year before 2200.")
    else:
        problems |= _taken_days(contract, spec, period)
    if spec.paid_on is not None and not spec.paid:
        problems["paid_on"] = _("A day of payment is for a paid period.")
    if spec.price is not None and not 0 <= spec.price <= money.LARGEST:
        problems["price"] = _("Enter a sum such as 120000 or 99.50.")
    if not spec.usual_reminder and spec.remind_on is not None:
        is_old = period is not None and spec.remind_on == period.remind_on
        if spec.remind_on < today_of(contract.payer) and not is_old:
            problems["remind_on"] = _("This day is over. Choose today or a later one.")
    if problems:
        raise Invalid(problems)


def _taken_days(contract: Contract, spec: PeriodSpec, period: ServicePeriod | None) -> dict[str, str]:
    rows = ServicePeriod.objects.filter(contract=contract).exclude(pk=period.pk if period else 0)
    others = [Span(row.starts_on, row.ends_on, row.paid) for row in rows]
    taken = overlapping(spec.starts_on, spec.ends_on, others)
    if taken is None:
        return {}
    said = _("The period from %(start)s to %(end)s has some of these days.") % {
        "start": date_format(taken.starts_on, "j E Y"),
        "end": date_format(taken.ends_on, "j E Y"),
    }
    return {"starts_on": said}


def _put(actor: Actor, period: ServicePeriod, spec: PeriodSpec) -> list[Change]:
    values: dict[str, object] = {
        "starts_on": spec.starts_on,
        "ends_on": spec.ends_on,
        "paid": spec.paid,
        "paid_on": spec.paid_on,
        "remind_on": _remind_on(period, spec),
    }
    if may_see_prices(actor):
        values["price"] = spec.price
    changes = put(period, values)
    return [Change("price", None, None) if one.field == "price" else one for one in changes]


def _remind_on(period: ServicePeriod, spec: PeriodSpec) -> date | None:
    """The day that was named; where it was left as it is and the end moved, it moves along."""
    today = today_of(period.contract.payer)
    if spec.usual_reminder:
        days = REMIND_BEFORE.get()
        return remind_day(spec.starts_on, spec.ends_on, days, today) if days else None
    if period.remind_on is None or spec.remind_on != period.remind_on:
        return spec.remind_on
    moved = period.remind_on + (spec.ends_on - period.ends_on)
    return moved if moved == period.remind_on or moved >= today else None


def _stale() -> str:
    return _("Somebody changed this period meanwhile. Look at the new values and save again.")


def _about(contract: Contract) -> Subject:
    return Subject("contract", contract.pk)
