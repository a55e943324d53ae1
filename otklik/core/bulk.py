"""Very many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For loading what is made or brought as a whole (demo, imports, restores). Rows carry their ids, which
`reserve` gives, so that rows of several tables can refer to one another before any of them is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import connection, models

_ZONE = len("+00:00")
Value = str | int | bool | datetime | uuid.UUID | None
"""JSON columns take their text."""


def reserve(model: type[models.Model], wanted: int) -> Sequence[int]:
    """Ids nobody else gets, ascending. Must run inside the transaction that inserts them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(ids, [table, wanted])
            return sorted(row[0] for row in cursor.fetchall())
        # Nobody else writes: a transaction on SQLite is IMMEDIATE. AUTOINCREMENT remembers the highest id.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return range(first, first + wanted)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write rows of these columns (as the database calls them) in their order; constraints hold as ever."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                " ".join(["INSERT INTO", table, f"({names}) VALUES ({places})"]), _plain(model, columns, rows)
            )


def settle() -> None:
    """Tell the planner what was loaded."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plain(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> list[Sequence[Value]]:
    """As Django stores values on SQLite: moments as naive UTC text, ids in hexadecimal."""
    by_column = {field.column: field for field in model._meta.concrete_fields}
    moments = [n for n, name in enumerate(columns) if isinstance(by_column[name], models.DateTimeField)]
    uids = [n for n, name in enumerate(columns) if isinstance(by_column[name], models.UUIDField)]
    return [_converted(row, moments, uids) for row in rows] if moments or uids else list(rows)


def _converted(row: Sequence[Value], moments: Sequence[int], uids: Sequence[int]) -> Sequence[Value]:
    values = list(row)
    for place in moments:
        value = values[place]
        if isinstance(value, datetime):
            values[place] = value.astimezone(UTC).isoformat(" ")[:-_ZONE]
    for place in uids:
        value = values[place]
        if isinstance(value, uuid.UUID):
            values[place] = value.hex
    return values
