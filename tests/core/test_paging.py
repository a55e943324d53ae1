"""Pages by cursor: every row once, whatever the order; an altered cursor ends in a sentence."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from otklik.core.cursors import Sorted, page_of
from otklik.core.errors import Invalid
from otklik.core.paging import Order, Page, decode, encode

MOMENT = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    """A row with two sort columns that may be equal and one that is unique."""

    level: int
    at: datetime
    id: int


ORDERS = [
    Sorted((Order("level", down), Order("at", not down), Order("id", same)), (int, datetime, int))
    for down in (True, False)
    for same in (True, False)
]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=30),
    st.sampled_from(ORDERS),
    st.integers(1, 7),
)
def test_walking_gives_every_row_once_in_order(
    pairs: Sequence[tuple[int, int]], order: Sorted, limit: int
) -> None:
    """In both directions and with equal keys: no gap, no double, the order of the whole."""
    things = [
        Thing(level, MOMENT + timedelta(hours=hours), number) for number, (level, hours) in enumerate(pairs)
    ]
    walked: list[Thing] = []
    after = ""
    while True:
        page = _page(things, order, after, limit)
        walked += page.rows
        assert len(page.rows) <= limit
        if page.after is None:
            break
        after = page.after
    assert walked == _sorted(things, order)


@given(st.lists(st.none() | st.integers() | st.text() | st.datetimes(timezones=st.just(UTC)), min_size=1))
def test_a_cursor_says_what_went_into_it(values: list[int | str | datetime | None]) -> None:
    """And may stand in an address as it is."""
    cursor = encode(values)
    assert decode(cursor, len(values)) == values
    assert cursor.replace("-", "").replace("_", "").isalnum()


def _cursor(plain: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "\x00",
        "ы",
        _cursor({}),
        _cursor(None),
        _cursor([]),
        _cursor([1]),
        _cursor([1, 2, 3]),
        _cursor([{"t": "2026-11-17T07:00:00+00:00"}, 1, 2]),
        _cursor([1, {"t": "2026-11-17T07:00:00"}, 2]),
        _cursor([1, {"t": "0001-01-01T00:00:00+00:00"}, 2]),
        _cursor([1, {"t": 5}, 2]),
        _cursor([1, {"x": 5}, 2]),
        _cursor([1, [1], 2]),
        _cursor([True, {"t": "2026-11-17T07:00:00+00:00"}, 2]),
        _cursor([1.5, {"t": "2026-11-17T07:00:00+00:00"}, 2]),
        _cursor([float("nan"), {"t": "2026-11-17T07:00:00+00:00"}, 2]),
        _cursor([-1, {"t": "2026-11-17T07:00:00+00:00"}, 2]),
        _cursor([2**63, {"t": "2026-11-17T07:00:00+00:00"}, 2]),
        _cursor([1, {"t": "2026-11-17T07:00:00+00:00"}, "2"]),
        _cursor([1, {"t": "2026-11-17T07:00:00+00:00"}, None]),
    ],
)
def test_an_altered_cursor_is_refused(cursor: str) -> None:
    """Before the database sees it."""
    with pytest.raises(Invalid) as caught:
        ORDERS[0].behind(cursor)
    assert set(caught.value.fields) == {"after"}


def test_behind_is_nested() -> None:
    """One comparison a column, so that an index answers it."""
    order = Sorted((Order("level", descending=True), Order("id")), (int, int))
    assert order.behind(encode([3, 7])) == Q(level__lte=3) & (Q(level__lt=3) | Q(id__gt=7))


def _page(things: Sequence[Thing], order: Sorted, after: str, limit: int) -> Page[Thing]:
    rows = [thing for thing in _sorted(things, order) if not after or _holds(order.behind(after), thing)]
    return page_of(rows[: limit + 1], order, limit)


def _sorted(things: Sequence[Thing], order: Sorted) -> list[Thing]:
    rows = list(things)
    for column in reversed(order.columns):
        rows.sort(key=attrgetter(column.field), reverse=column.descending)
    return rows


def _holds(condition: Q, thing: Thing) -> bool:
    parts = [
        _holds(part, thing) if isinstance(part, Q) else _compared(thing, part) for part in condition.children
    ]
    return all(parts) if condition.connector == Q.AND else any(parts)


def _compared(thing: Thing, part: object) -> bool:
    assert isinstance(part, tuple)
    lookup, value = part
    name, step = lookup.split("__")
    mine = getattr(thing, name)
    return bool({"lt": mine < value, "lte": mine <= value, "gt": mine > value, "gte": mine >= value}[step])
