"""How contracts stand on a day, and which of them covers a ticket: tables, no database but for the last."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from otklik.clients.contract_cover import Asked, Chosen, Cover, Why, choose, covers
from otklik.clients.contract_queries import stands
from otklik.clients.contract_standing import (
    Kind,
    Span,
    Standing,
    following,
    overlapping,
    remind_day,
    standing_on,
)
from otklik.clients.models import Company, Contract, ServicePeriod
from otklik.core import clock
from otklik.organisation.queries import default_brand

TODAY = date(2026, 11, 22)
SOON = 30


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def span(begin: int, end: int, *, paid: bool = True) -> Span:
    return Span(day(begin), day(end), paid)


@pytest.mark.parametrize(
    ("starts", "ends", "spans", "kind", "until", "since"),
    [
        (None, None, [], Kind.NONE, None, None),
        (-10, None, [], Kind.NONE, None, None),
        (None, None, [span(-10, 100)], Kind.PAID, 100, None),
        (None, None, [span(-10, 100, paid=False)], Kind.UNPAID, 100, None),
        (None, None, [span(-10, 30)], Kind.ENDING, 30, None),
        (None, None, [span(-10, 31)], Kind.PAID, 31, None),
        (None, None, [span(-10, 0)], Kind.ENDING, 0, None),
        (None, None, [span(0, 0, paid=False)], Kind.UNPAID, 0, None),
        (None, None, [span(-10, 5), span(6, 100, paid=False)], Kind.PAID, 5, None),
        (None, 10, [span(-10, 5), span(6, 100)], Kind.ENDING, 10, None),
        (None, 3, [span(-10, 5)], Kind.ENDING, 3, None),
        (None, 100, [span(-10, 200)], Kind.PAID, 100, None),
        (None, None, [span(-10, -1)], Kind.ENDED, -1, None),
        (None, None, [span(-90, -60), span(-10, -1)], Kind.ENDED, -1, None),
        (None, -1, [span(-10, 100)], Kind.ENDED, -1, None),
        (1, None, [span(-10, 100)], Kind.NOT_BEGUN, None, 1),
        (None, None, [span(5, 100)], Kind.NOT_BEGUN, None, 5),
        (None, None, [span(-10, -5), span(5, 100)], Kind.NOT_BEGUN, None, 5),
    ],
)
def test_standing(
    starts: int | None, ends: int | None, spans: list[Span], kind: Kind, until: int | None, since: int | None
) -> None:
    found = standing_on(
        TODAY, SOON, None if starts is None else day(starts), None if ends is None else day(ends), spans
    )
    assert found == Standing(
        kind, None if until is None else day(until), None if since is None else day(since)
    )


@pytest.mark.parametrize(
    ("begin", "end", "hit"),
    [(-20, -11, False), (-20, -10, True), (0, 1, True), (10, 12, True), (11, 20, False)],
)
def test_overlapping(begin: int, end: int, hit: bool) -> None:
    assert (overlapping(day(begin), day(end), [span(-10, 10)]) is not None) is hit


def test_a_new_period_follows_the_last() -> None:
    assert following([], TODAY) == (TODAY, date(2027, 11, 21))
    assert following([span(-10, 9)], TODAY) == (day(10), day(29))
    whole_year = Span(date(2024, 1, 1), date(2024, 12, 31), paid=True)
    assert following([whole_year], TODAY) == (date(2025, 1, 1), date(2025, 12, 31))
    assert following([], date(2028, 2, 29)) == (date(2028, 2, 29), date(2029, 2, 28))


def test_the_usual_day_of_reminding() -> None:
    assert remind_day(day(-10), day(100), 14, TODAY) == day(86)
    assert remind_day(day(5), day(10), 14, TODAY) == day(5)
    assert remind_day(day(-100), day(13), 14, TODAY) is None
    assert remind_day(day(-100), day(14), 14, TODAY) == TODAY


def cover(pk: int, kind: Kind = Kind.PAID, begun: int = 0, **named: tuple[int, ...]) -> Cover:
    return Cover(pk, Standing(kind), day(begun), **named)


@pytest.mark.parametrize(
    ("one", "asked", "fits"),
    [
        (cover(1), Asked(), True),
        (cover(1), Asked(frozenset({7}), frozenset({2}), 3), True),
        (cover(1, services=(7,)), Asked(), False),
        (cover(1, services=(7,)), Asked(frozenset({5, 7})), True),
        (cover(1, services=(8,)), Asked(frozenset({5, 7})), False),
        (cover(1, sites=(2,)), Asked(sites=frozenset({2})), True),
        (cover(1, sites=(2,)), Asked(), False),
        (cover(1, sites=(2,)), Asked(sites=frozenset({4}), asset=3), False),
        (cover(1, assets=(3,)), Asked(sites=frozenset({4}), asset=3), True),
        (cover(1, assets=(3,)), Asked(sites=frozenset({4}), asset=9), False),
        (cover(1, sites=(4,), assets=(3,)), Asked(sites=frozenset({4}), asset=9), True),
        (cover(1, services=(7,), sites=(2,)), Asked(frozenset({7})), False),
    ],
)
def test_covers(one: Cover, asked: Asked, fits: bool) -> None:
    assert covers(one, asked) is fits


@pytest.mark.parametrize(
    ("contracts", "chosen"),
    [
        ([], None),
        ([cover(1, services=(9,))], None),
        ([cover(1, Kind.ENDED)], Chosen(1, Why.ONLY)),
        ([cover(1), cover(2, services=(9,))], Chosen(1, Why.ONLY)),
        ([cover(1, begun=-5), cover(2, begun=-9)], Chosen(1, Why.NEWEST)),
        ([cover(1), cover(2)], Chosen(2, Why.NEWEST)),
        ([cover(1, Kind.UNPAID, -90), cover(2, Kind.ENDED, -9)], Chosen(1, Why.NEWEST)),
        ([cover(1, Kind.ENDED, -90), cover(2, Kind.NONE, -9)], Chosen(2, Why.LAST)),
    ],
)
def test_choose(contracts: list[Cover], chosen: Chosen | None) -> None:
    assert choose(contracts, Asked()) == chosen


BOUNDS = (None, -1, 0, 1, 30, 31)
PERIODS: tuple[tuple[Span, ...], ...] = (
    (),
    (span(-10, -1),),
    (span(-10, 0),),
    (span(-10, 30),),
    (span(-10, 31),),
    (span(-10, 40, paid=False),),
    (span(1, 40),),
    (span(-10, -5), span(5, 9)),
    (span(-10, 5), span(6, 90, paid=False)),
    (span(-10, 90), span(95, 99)),
)


@pytest.mark.django_db
def test_the_database_says_the_same() -> None:
    """Every mixture of dates and periods: each contract stands as one thing only, in both tellings."""
    company = Company.objects.create(name="А", name_key="а", brand=default_brand(), created_at=clock.now())
    wanted: dict[int, Kind] = {}
    for number, (starts, ends, spans) in enumerate(product(BOUNDS, BOUNDS, PERIODS)):
        if starts is not None and ends is not None and ends < starts:
            continue
        first, last = (None if offset is None else day(offset) for offset in (starts, ends))
        contract = Contract.objects.create(
            number=str(number),
            number_key=str(number),
            search_key="",
            payer=company,
            starts_on=first,
            ends_on=last,
            created_at=clock.now(),
        )
        ServicePeriod.objects.bulk_create(
            ServicePeriod(
                contract=contract,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                paid=one.paid,
                created_at=clock.now(),
            )
            for one in spans
        )
        wanted[contract.pk] = standing_on(TODAY, SOON, first, last, spans).kind
    for kind in Kind:
        found = set(Contract.objects.filter(stands(kind, TODAY, SOON)).values_list("pk", flat=True))
        assert found == {pk for pk, expected in wanted.items() if expected is kind}, kind
