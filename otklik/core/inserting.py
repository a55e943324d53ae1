"""Writing new rows with SQL made once for each table: Django makes the same words anew for every row, which
costs several times what the database needs to take it.

For the tables every ticket, message and event goes into. The program has no signals and overrides no `save`
(docs/architecture.md), so nothing else would have happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Model
from django.db.transaction import mark_for_rollback_on_error

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class _Statement:
    """The words for so many rows; the columns in their order, and those of them that lead to other rows."""

    sql: str
    columns: Sequence[Field[object, object]]
    links: Sequence[ForeignKey[Model | None, Model | None]]


def insert(row: Row) -> Row:
    """Write a new row, as `row.save(force_insert=True)` does; without a key it learns the one it was given.

    A broken constraint raises `django.db.IntegrityError` and leaves the transaction to be undone; a link to a
    row that is not written yet raises `ValueError`.
    """
    return insert_all([row])[0]


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """The same for several rows of one table, all with keys or all without: one statement."""
    if not rows:
        return rows
    is_keyed = rows[0].pk is not None
    statement = _statement(type(rows[0]), is_keyed, len(rows), connections[DEFAULT_DB_ALIAS].vendor)
    values = [value for row in rows for value in _values(row, statement)]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement.sql, cast("Sequence[str]", values))
        keys = [row.pk for row in rows] if is_keyed else [key for (key,) in cursor.fetchall()]
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return rows


def _values(row: Model, statement: _Statement) -> Iterator[object]:
    for link in statement.links:
        # A row that was named before it had a key itself.
        if getattr(row, link.attname) is None and link.is_cached(row):
            named = link.get_cached_value(row)
            if named is not None and named.pk is None:
                raise ValueError(f"{row!r} leads to a {link.name} that is not written yet")
            setattr(row, link.attname, getattr(named, "pk", None))
    connection = connections[DEFAULT_DB_ALIAS]
    for column in statement.columns:
        yield column.get_db_prep_save(column.pre_save(row, add=True), connection)


@lru_cache(maxsize=500)
def _statement(model: type[Model], is_keyed: bool, number: int, _vendor: str) -> _Statement:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [column for column in meta.concrete_fields if is_keyed or not column.primary_key]
    names = ", ".join(quote(cast(str, column.column)) for column in columns)
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
    learn = "" if is_keyed else f" RETURNING {quote(cast(str, meta.pk.column))}"
    # Names of our own tables and columns alone.
    words = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES {places}{learn}"  # noqa: S608
    return _Statement(
        sql=words,
        columns=columns,
        links=[column for column in columns if isinstance(column, ForeignKey)],
    )
