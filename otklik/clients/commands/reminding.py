"""Reminding whoever looks after a contract that a service period ends: a sweep, each period once."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from otklik.clients.contract_queries import today_of
from otklik.clients.events import PERIOD_REMINDED
from otklik.clients.models import Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS
from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.failpoints import hit
from otklik.organisation.settings import TIME_ZONE

FROM_HOUR = 8
"""In the time zone of the paying company: nobody is mailed at midnight."""
LATE = timedelta(days=30)
"""What is later than this, because nothing ran or the module was off, is not told any more."""
AHEAD = timedelta(days=1)
"""Where a day begins first on earth, it has begun a day before our own date changes."""


def remind_of_periods() -> int:
    """Remind of every period whose day has come; how many. A sweep: interrupted anywhere and run again, or
    twice at once, each period is reminded of once, as its mark and `period.reminded` are one transaction.

    Hidden contracts, and all while the module is off, are left alone.
    """
    if not CONTRACTS.get():
        return 0
    today = clock.now().date()
    due = ServicePeriod.objects.filter(
        reminded_at__isnull=True,
        remind_on__lte=today + AHEAD,
        remind_on__gte=today - LATE,
        contract__hidden=False,
    )
    return sum(
        _remind(*row) for row in list(due.order_by("remind_on", "id").values_list("pk", "contract_id"))
    )


@transaction.atomic
def _remind(period_id: int, contract_id: int) -> bool:
    # The contract's row first, as every writer of its periods takes it.
    held = Contract.objects.select_for_update(of=("self",)).select_related("payer")
    contract = held.filter(pk=contract_id, hidden=False).first()
    period = ServicePeriod.objects.filter(pk=period_id, reminded_at__isnull=True).first()
    if contract is None or period is None or not _has_come(contract, period):
        return False
    period.reminded_at = clock.now()
    period.save(update_fields=["reminded_at"])
    record(PERIOD_REMINDED, SYSTEM, Subject("contract", contract.pk), data={"period": period.pk})
    hit("contracts.before_reminded")
    return True


def _has_come(contract: Contract, period: ServicePeriod) -> bool:
    """Its day has come where the company is, and the morning of that day."""
    if period.remind_on is None or period.remind_on > today_of(contract.payer):
        return False
    there = clock.now().astimezone(ZoneInfo(contract.payer.time_zone or TIME_ZONE.get()))
    return period.remind_on < there.date() or there.hour >= FROM_HOUR
