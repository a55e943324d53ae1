"""The rows of whole tables, read and written as the database keeps them, past the models."""

from __future__ import annotations

from collections.abc import Sequence, Set

from django.apps import apps
from django.db import connection

Row = tuple[str | bytes | int | float | None, ...]  # PostgreSQL: one JSON object; SQLite: the values


def tables() -> set[str]:
    """Every table that has a model."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def of(table: str) -> list[Row]:
    """All rows of a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'SELECT to_json(t)::text FROM "{table}" t')
        else:
            cursor.execute(f'SELECT * FROM "{table}"')
        return list(cursor.fetchall())


def everything(*, but: Set[str] = frozenset()) -> dict[str, set[Row]]:
    """All rows of all tables that have any, but for these tables."""
    return {table: set(of(table)) for table in filled(tables() - but)}


def insert(table: str, lines: Sequence[Row]) -> None:
    """Write rows that `of` has read."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = f"[{','.join(str(line) for (line,) in lines)}]"
            into = f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", %s)'
            cursor.execute(into, [told])
        else:
            marks = ",".join(["%s"] * len(lines[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', lines)


def filled(among: Set[str]) -> set[str]:
    """Those of these tables in which there are rows."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(among))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {name for (name,) in cursor.fetchall()}


def counted(among: Set[str]) -> dict[str, int]:
    """Table → number of its rows, by one statement."""
    asked = (f"SELECT '{table}', COUNT(*) FROM \"{table}\"" for table in sorted(among))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())


def empty(table: str) -> None:
    """Remove all rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
