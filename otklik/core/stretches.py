"""Counting by stretches of time: a day's row for each of thirty days, by one query that is planned once.

Thirty counts put together by UNION cost the database more to plan than to count; grouped by the day of
a moment, SQLite would ask Python for each row. Here the stretches are a small table of the query itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from otklik.core.prepared import Rows

Stretch = tuple[datetime, datetime]
"""[from, to)."""
Within = Callable[[datetime, datetime], Rows]
"""A `values_list` of what lies between two moments, which it compares a column with."""
_LOW = datetime(1971, 1, 1, tzinfo=UTC)
_HIGH = _LOW + timedelta(microseconds=1)
"""Stand-ins for the ends of a stretch: moments before anything."""
_COUNT = "(SELECT COUNT(*) FROM ({}) AS counted{})"
_WHOLE = "SELECT stretch.column1, {} FROM (VALUES {}) AS stretch ORDER BY 1"


def numbers_within(asked: Sequence[Within], stretches: Sequence[Stretch]) -> list[tuple[int, ...]]:
    """How many rows each of these has in each stretch of time: one query, whatever their number."""
    first = asked[0](_LOW, _HIGH)
    connection = connections[first.db]
    ends = {_sent(_LOW, connection): "stretch.column2", _sent(_HIGH, connection): "stretch.column3"}
    columns, given = [], list[object]()
    for n, within in enumerate(asked):
        sql, parameters = _counted(within(_LOW, _HIGH), ends)
        columns.append(_COUNT.format(sql, n))
        given += parameters
    for place, (low, high) in enumerate(stretches):
        given += [place, _sent(low, connection), _sent(high, connection)]
    whole = _WHOLE.format(", ".join(columns), ", ".join(["(%s, %s, %s)"] * len(stretches)))
    with connection.cursor() as cursor:
        cursor.execute(whole, cast("Sequence[str]", given))
        return [tuple(numbers) for _place, *numbers in cursor.fetchall()]


def _counted(rows: Rows, ends: Mapping[object, str]) -> tuple[str, list[object]]:
    """The query with the columns of the stretch where its ends stood, and what else it is given."""
    try:
        whole, parameters = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return "SELECT 1 WHERE 1 = 0", []
    sql, *pieces = whole.split("%s")
    left: list[object] = []
    for piece, value in zip(pieces, parameters, strict=True):
        sql += ends.get(value, "%s") + piece
        left += [] if value in ends else [value]
    return sql, left


def _sent(moment: datetime, connection: BaseDatabaseWrapper) -> object:
    """As the database's driver is given it: SQLite has no type for moments."""
    return connection.ops.adapt_datetimefield_value(moment)
