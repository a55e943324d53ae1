"""Service periods of contracts: writing, refusing, never two on one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from otklik.clients.commands import PeriodSpec, add_period, change_period, pay_period, remove_period
from otklik.clients.contract_queries import contract_past
from otklik.clients.models import ServicePeriod
from otklik.core import clock
from otklik.core.errors import Conflict, Invalid, NotFound
from tests import make
from tests.clients.contracts import contract, day, period
from tests.support.writes import changes, kinds, recorded, refused, unchanged


def test_periods(people: make.Cast) -> None:
    made = contract(people.company)
    with recorded() as events:
        first = add_period(
            people.lead,
            made,
            PeriodSpec(day(people.company, 0), day(people.company, 99), usual_reminder=True),
        )
    assert kinds(events) == ["period.added"]
    assert (events[0].subject_kind, events[0].subject_id) == ("contract", made.pk)
    assert first.remind_on == day(people.company, 85)
    with recorded() as events:
        paid = pay_period(people.lead, first)
    assert (paid.paid, paid.paid_on, paid.version) == (True, day(people.company, 0), 2)
    assert changes(events[0])["paid"] == (False, True)
    with unchanged():
        pay_period(people.lead, paid)
    with recorded() as events:
        remove_period(people.lead, first)
    assert kinds(events) == ["period.removed"]
    assert not ServicePeriod.objects.exists()
    with refused(NotFound):
        remove_period(people.lead, first)
    assert [event.kind for event in contract_past(people.agent, made)] == [
        "period.removed",
        "period.changed",
        "period.added",
        "contract.created",
    ]
    assert contract_past(people.manager, made) == ()


@pytest.mark.parametrize(
    ("begin", "end", "change", "field"),
    [
        (5, 4, lambda spec: spec, "ends_on"),
        (0, 100 * 365 * 3, lambda spec: spec, "ends_on"),
        (-5, 0, lambda spec: spec, "starts_on"),
        (10, 12, lambda spec: spec, "starts_on"),
        (3, 4, lambda spec: spec, "starts_on"),
        (20, 30, lambda spec: replace(spec, paid_on=date(2026, 1, 1)), "paid_on"),
        (20, 30, lambda spec: replace(spec, price=-5), "price"),
        (20, 30, lambda spec: replace(spec, remind_on=date(2020, 1, 1)), "remind_on"),
    ],
)
def test_periods_that_cannot_be(
    people: make.Cast, begin: int, end: int, change: Callable[[PeriodSpec], PeriodSpec], field: str
) -> None:
    made = contract(people.company)
    period(made, 0, 10)
    last = min(day(people.company, 0) + timedelta(days=end), date(2300, 1, 1))
    with refused(Invalid, fields={field}):
        add_period(people.lead, made, change(PeriodSpec(day(people.company, begin), last)))


def test_a_period_may_move_within_its_own_days(people: make.Cast) -> None:
    made = contract(people.company)
    first, second = period(made, 0, 10), period(made, 11, 20)
    spec = PeriodSpec(day(people.company, 1), day(people.company, 9))
    assert change_period(people.lead, first, version=1, spec=spec).version == 2
    with unchanged():
        change_period(people.lead, first, version=2, spec=spec)
    with refused(Conflict):
        change_period(people.lead, first, version=1, spec=spec)
    with refused(Invalid, fields={"starts_on"}):
        change_period(
            people.lead,
            second,
            version=1,
            spec=PeriodSpec(day(people.company, 9), day(people.company, 20)),
        )


def test_the_reminder_moves_with_the_end(people: make.Cast) -> None:
    made = contract(people.company)
    one = period(made, 0, 50, remind=40)
    ServicePeriod.objects.filter(pk=one.pk).update(reminded_at=clock.now())
    spec = PeriodSpec(day(people.company, 0), day(people.company, 60), remind_on=day(people.company, 40))
    moved = change_period(people.lead, one, version=1, spec=spec)
    assert (moved.remind_on, moved.reminded_at) == (day(people.company, 50), None)
    earlier = PeriodSpec(day(people.company, 0), day(people.company, 5), remind_on=day(people.company, 50))
    assert change_period(people.lead, one, version=2, spec=earlier).remind_on is None


@pytest.mark.postgres_only
def test_the_database_refuses_common_days(people: make.Cast) -> None:
    made, other = contract(people.company), contract(people.company)
    period(made, 0, 10)
    days = {"starts_on": day(people.company, 10), "ends_on": day(people.company, 12)}
    ServicePeriod.objects.create(contract=other, created_at=clock.now(), **days)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServicePeriod.objects.create(contract=made, created_at=clock.now(), **days)
