"""Writing rows with SQL made once for each table: Django makes the same words anew for every row, which costs
several times what the database needs to take it.

For the tables every ticket, message and event goes into. The program has no signals and overrides no `save`
(docs/architecture.md), so nothing else would have happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType
from typing import TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)
from django.db.transaction import mark_for_rollback_on_error

from otklik.core.holding import give_keys, hold, is_held

Row = TypeVar("Row", bound=Model)
_INSERT = "INSERT INTO {table} ({names}) VALUES {places}"
_RENEW = " ON CONFLICT ({key}) DO UPDATE SET {places}"
_UPDATE = "UPDATE {table} SET {places} WHERE {key} = %s"
"""Filled with names of our own tables and columns alone."""
_DJANGOS = "django.db.models.fields"
_SIMPLE: Mapping[type[Field[object, object]], type] = {
    BooleanField: bool,
    CharField: str,
    TextField: str,
    IntegerField: int,
}


@dataclass(frozen=True)
class _Statement:
    """The words; the key's column; the columns in their order, each with the type of values that need nothing
    done to them; those columns that lead to other rows."""

    sql: str
    key: str
    columns: Sequence[tuple[Field[object, object], str, type | None]]
    links: Sequence[ForeignKey[Model | None, Model | None]]


def insert(row: Row) -> Row:
    """Write a new row, as `row.save(force_insert=True)` does; without a key it learns the one it was given.

    A broken constraint raises `django.db.IntegrityError` and leaves the transaction to be undone; a link to a
    row that is not written yet raises `ValueError`. Inside `holding` a row with a key waits, and what goes
    wrong with it is raised where it is written.
    """
    return insert_all([row])[0]


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """The same for several rows of one table, all with keys or all without: one statement."""
    if rows and not ((rows[0].pk is not None or give_keys(rows)) and hold(rows, _insert_all)):
        _insert_all(rows)
    return rows


def insert_soon(rows: Sequence[Model]) -> None:
    """The same for rows whose keys nobody asks for in this transaction: inside `holding` they wait, too."""
    if rows and not hold(rows, _insert_all):
        _insert_all(rows)


def _insert_all(rows: Sequence[Model]) -> None:
    is_keyed = rows[0].pk is not None
    statement = _statement(type(rows[0]), is_keyed, len(rows), connections[DEFAULT_DB_ALIAS].vendor)
    learn = "" if is_keyed else f" RETURNING {statement.key}"
    with _executed(statement.sql + learn, _all_values(rows, statement)) as cursor:
        keys = [row.pk for row in rows] if is_keyed else [key for (key,) in cursor.fetchall()]
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_missing(rows: Sequence[Row]) -> None:
    """Write those rows, without keys, that break no rule of uniqueness; the others are there already.

    As `bulk_create(rows, ignore_conflicts=True)` does: the rows learn no keys.
    """
    if rows and not hold(rows, _insert_missing):
        _insert_missing(rows)


def _insert_missing(rows: Sequence[Model]) -> None:
    statement = _statement(type(rows[0]), False, len(rows), connections[DEFAULT_DB_ALIAS].vendor)
    with _executed(f"{statement.sql} ON CONFLICT DO NOTHING", _all_values(rows, statement)):
        pass


def insert_or_renew(row: Model, unique: str, names: Sequence[str]) -> None:
    """Write a new row, or these fields of the one that has its value of `unique` already.

    As `bulk_create([row], update_conflicts=True, …)` does: a row without a key learns none.
    """
    write = _renewer(unique, tuple(names))
    if not hold([row], write):
        write([row])


@lru_cache(maxsize=100)
def _renewer(unique: str, names: Sequence[str]) -> Callable[[Sequence[Model]], None]:
    def write(rows: Sequence[Model]) -> None:
        for row in rows:
            vendor = connections[DEFAULT_DB_ALIAS].vendor
            statement = _statement(type(row), row.pk is not None, 1, vendor)
            renewing = _renewing(type(row), unique, names, vendor)
            with _executed(statement.sql + renewing, _all_values([row], statement)):
                pass

    return write


def rewrite(row: Model, names: Iterable[str]) -> None:
    """Write these fields of a row that stands, as `row.save(update_fields=names)` does.

    `django.db.DatabaseError` where the row is gone. Of one that is held nothing is left behind: all that was
    changed in it is written with it.
    """
    if is_held(row):
        return
    statement = _update(type(row), tuple(sorted(names)), connections[DEFAULT_DB_ALIAS].vendor)
    with _executed(statement.sql, [*_values(row, statement, add=False), row.pk]) as cursor:
        if not cursor.rowcount:
            raise DatabaseError(f"{row!r} is not there to be changed")


@contextmanager
def _executed(sql: str, values: Sequence[object]) -> Iterator[CursorWrapper]:
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, cast("Sequence[str]", values))
        yield cursor


def _all_values(rows: Sequence[Model], statement: _Statement) -> Sequence[object]:
    return [value for row in rows for value in _values(row, statement)]


def _values(row: Model, statement: _Statement, *, add: bool = True) -> Iterator[object]:
    for link in statement.links:
        # A row that was named before it had a key itself.
        if getattr(row, link.attname) is None and link.is_cached(row):
            named = link.get_cached_value(row)
            if named is not None and named.pk is None:
                raise ValueError(f"{row!r} leads to a {link.name} that is not written yet")
            setattr(row, link.attname, getattr(named, "pk", None))
    connection = connections[DEFAULT_DB_ALIAS]
    for column, name, as_it_is in statement.columns:
        if as_it_is is not None:
            value = getattr(row, name)
            if value is None or type(value) is as_it_is:
                yield value
                continue
        yield column.get_db_prep_save(column.pre_save(row, add=add), connection)


@lru_cache(maxsize=500)
def _statement(model: type[Model], is_keyed: bool, number: int, _vendor: str) -> _Statement:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [column for column in meta.concrete_fields if is_keyed or not column.primary_key]
    names = ", ".join(quote(cast(str, column.column)) for column in columns)
    one = f"({', '.join(_placeholder(column) for column in columns)})"
    places = ", ".join([one] * number)
    words = _INSERT.format(table=quote(meta.db_table), names=names, places=places)
    return _made(words, model, columns)


@lru_cache(maxsize=500)
def _update(model: type[Model], names: Sequence[str], _vendor: str) -> _Statement:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [cast("Field[object, object]", meta.get_field(name)) for name in names]
    places = ", ".join(f"{quote(cast(str, column.column))} = %s" for column in columns)
    key = quote(cast(str, meta.pk.column))
    words = _UPDATE.format(table=quote(meta.db_table), places=places, key=key)
    return _made(words, model, columns)


@lru_cache(maxsize=500)
def _renewing(model: type[Model], unique: str, names: Sequence[str], _vendor: str) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = (cast("Field[object, object]", model._meta.get_field(name)) for name in (unique, *names))
    key, *columns = (quote(cast(str, one.column)) for one in fields)
    return _RENEW.format(key=key, places=", ".join(f"{name} = EXCLUDED.{name}" for name in columns))


def _placeholder(column: Field[object, object]) -> str:
    """A field of our own may say how its values are read."""
    own: Callable[..., str] | None = getattr(column, "get_placeholder", None)
    return own(None, None, connections[DEFAULT_DB_ALIAS]) if own is not None else "%s"


def _made(words: str, model: type[Model], columns: Sequence[Field[object, object]]) -> _Statement:
    key = connections[DEFAULT_DB_ALIAS].ops.quote_name(cast(str, model._meta.pk.column))
    links = [column for column in columns if isinstance(column, ForeignKey)]
    return _Statement(words, key, [(one, one.attname, _as_it_is(one)) for one in columns], links)


def _as_it_is(column: Field[object, object]) -> type | None:
    """The type of values, beside none at all, that Django hands to the driver unchanged, by five calls each;
    `NoneType` where it changes all others: moments, JSON; None for files and fields of our own."""
    target = column.target_field if isinstance(column, ForeignKey) else column
    if not type(target).__module__.startswith(_DJANGOS) or not _is_read_plainly(column):
        return None
    return next((kind for field, kind in _SIMPLE.items() if isinstance(target, field)), NoneType)


def _is_read_plainly(column: Field[object, object]) -> bool:
    """Whether a row's attribute is the value: it is not made while the row is written."""
    if isinstance(column, DateTimeField):
        return not column.auto_now and not column.auto_now_add
    return type(column).pre_save is Field.pre_save
