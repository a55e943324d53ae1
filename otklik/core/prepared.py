"""Queries of every page, put into SQL once: Django builds the same words anew for each request, which costs
many times what the database needs for the answer.

A query is built with stand-ins where its values go; what comes out is kept for this process, and the next one
puts its own values in their places. What is asked stays where it is said, in querysets and access rules.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, Protocol, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, OneToOneRel, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Item = TypeVar("Item")
Stored = TypeVar("Stored", bound=Model)
Value = int | str | datetime
Rows = QuerySet[Model, tuple[object, ...]]
Build = Callable[..., Rows | Sequence[Rows]]
Convert = Callable[[object, object, BaseDatabaseWrapper], object]
_MARK = -2_000_000_000
"""A number no row has, and every integer column can hold; the n-th value's stand-in is n below it."""
_MOMENT = datetime(1971, 1, 1, tzinfo=UTC)
"""And a moment before anything; the n-th value's stand-in is n microseconds after it."""

_MOST = 2000
"""Shapes kept of one query; beyond that all are made anew, so that old ones do not pile up."""


class Whole(Generic[Stored]):
    """All columns of a model, for prepared queries that read its rows whole: what to name, what they make."""

    def __init__(self, model: type[Stored]) -> None:
        self._model = model
        self.columns = tuple(field.attname for field in model._meta.concrete_fields)

    def behind(self, relation: str) -> Sequence[str]:
        """The columns as a query of another model names them that leads here by `relation`."""
        return [f"{relation}__{name}" for name in self.columns]

    def row(self, *values: object) -> Stored:
        """What the columns' values make, as if the model had read them itself."""
        return self._model.from_db(DEFAULT_DB_ALIAS, self.columns, values)


class Joined(Generic[Stored]):
    """Rows of a model with those they lead to, all read whole by one prepared query: what `select_related`
    reads. A relation behind another one is named after it: `ticket`, then `ticket__contact`."""

    def __init__(self, model: type[Stored], *relations: str) -> None:
        self._own = Whole(model)
        self._further = [_Further.of(model, relation) for relation in relations]
        behind = [name for one in self._further for name in one.whole.behind(one.path)]
        self.columns = (*self._own.columns, *behind)

    def row(self, *values: object) -> Stored:
        """What the columns' values make, each row with those it leads to in its hand."""
        own = len(self._own.columns)
        row = self._own.row(*values[:own])
        found: dict[str, Model | None] = {"": row}
        for one in self._further:
            theirs, own = values[own : own + one.width], own + one.width
            source = found[one.source]
            found[one.path] = one.put(source, theirs) if source is not None else None
        return row


@dataclass(frozen=True)
class _Further:
    """A relation a row is read along with: its path, that of the row it starts from, its field there."""

    path: str
    source: str
    field: _Relation
    whole: Whole[Model]
    key: int

    @classmethod
    def of(cls, model: type[Model], path: str) -> _Further:
        *before, name = path.split("__")
        for step in before:
            model = cast("type[Model]", model._meta.get_field(step).related_model)
        field = cast("_Relation", model._meta.get_field(name))
        target = field.related_model
        key = [one.attname for one in target._meta.concrete_fields].index(target._meta.pk.attname)
        return cls(path, "__".join(before), field, Whole(target), key)

    @property
    def width(self) -> int:
        return len(self.whole.columns)

    def put(self, source: Model, values: Sequence[object]) -> Model | None:
        """The row these values make, or None for none, as what `source` leads to."""
        row = self.whole.row(*values) if values[self.key] is not None else None
        self.field.set_cached_value(source, row)
        if row is not None and isinstance(self.field, OneToOneRel):
            self.field.field.set_cached_value(row, source)
        return row


class _Relation(Protocol):
    """A key to another row, or the one row whose key leads here."""

    related_model: type[Model]

    def set_cached_value(self, instance: Model, value: Model | None) -> None:
        """What the row leads to, read along with it."""


def filled(ids: Sequence[Item]) -> Sequence[Item]:
    """These ids, or other values, the first repeated up to a power of two: lists of many lengths become few
    questions."""
    room = 1 << (len(ids) - 1).bit_length() if ids else 0
    return [*ids, *[ids[0]] * (room - len(ids))] if ids else ids


@dataclass(frozen=True)
class _Statement:
    """SQL, its parameters with (True, n) for the n-th value, and what turns database values into Python's."""

    alias: str
    sql: str
    parameters: Sequence[tuple[bool, object]]
    converters: Sequence[tuple[int, Sequence[Convert], object]]


_NEW = _Statement("", "", (), ())
_State = Callable[[Build, Sequence[type]], _Statement | None]
_EACH = "SELECT {0} AS place, COUNT(*) AS number FROM ({1}) AS counted{0}"
_PART, _COUNTED = "SELECT * FROM ({}) AS part{}", "SELECT COUNT(*) FROM ({}) AS counted"
"""Around queries Django has put into words."""


class Prepared(Generic[Row]):
    """One query with changing values; `make(*columns)` gives a row of its answer."""

    def __init__(self, make: Callable[..., Row]) -> None:
        self._make = make
        self._known: dict[tuple[Hashable, ...], _Statement | None] = {}

    def rows(self, build: Build, *values: Value, shape: Hashable = None) -> list[Row]:
        """The rows for these values (numbers, texts, moments), in one query.

        `build(*values)` gives a `values_list` of plain columns. It is called once for each `shape`, with
        stand-ins for the values, which must reach the SQL as they are: compared with `=`, `<`, `>` or
        `in`, and nothing decided by them. Whatever else the query depends on belongs into `shape`. Several
        `values_list`s of the same columns are asked together, each with its own order and limit.
        """
        statement = self._kept(_stated, build, values, shape)
        return [self._make(*row) for row in _answered(statement, values)] if statement else []

    def number(self, build: Build, *values: Value, shape: Hashable = None) -> int:
        """How many rows there are, up to the limit of the query: the database counts, none is read."""
        statement = self._kept(_counting, build, values, shape)
        return next(cast("int", number) for [number] in _answered(statement, values)) if statement else 0

    def _kept(
        self, state: _State, build: Build, values: Sequence[Value], shape: Hashable
    ) -> _Statement | None:
        kinds = tuple(type(value) for value in values)
        key = (state, shape, kinds, connections[DEFAULT_DB_ALIAS].vendor)
        statement = self._known.get(key, _NEW)
        if statement is _NEW:
            statement = state(build, kinds)
            # Threads share what is kept: what one of them clears, another has in hand.
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = statement
        return statement


def _stated(build: Build, kinds: Sequence[type]) -> _Statement | None:
    """The query in words; None for one that can find nothing."""
    marks = [_mark(n, kind) for n, kind in enumerate(kinds)]
    built = build(*marks)
    whole = built if isinstance(built, Sequence) else [built]
    alias = whole[0].db
    sent = [_sent(mark, connections[alias]) for mark in marks]
    parts = [part for rows in whole if (part := _compiled(rows))]
    if not parts:
        return None
    compiler = parts[0].compiler
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    found = compiler.get_converters(columns)
    sql = parts[0].sql
    if len(parts) > 1:
        sql = " UNION ALL ".join(_PART.format(part.sql, n) for n, part in enumerate(parts))
    parameters = [parameter for part in parts for parameter in part.parameters]
    return _Statement(
        alias=alias,
        sql=sql,
        parameters=[(p in sent, sent.index(p) if p in sent else p) for p in parameters],
        converters=[(n, convert, column) for n, (convert, column) in found.items()],
    )


def _counting(build: Build, kinds: Sequence[type]) -> _Statement | None:
    found = _stated(build, kinds)
    return replace(found, sql=_COUNTED.format(found.sql), converters=()) if found else None


def numbers_of(asked: Sequence[Rows]) -> list[int]:
    """How many rows each of these has, up to its limit: one query, in which the database counts. Not kept."""
    parts = {place: part for place, rows in enumerate(asked) if (part := _compiled(rows))}
    found: dict[int, int] = {}
    if parts:
        with connections[asked[0].db].cursor() as cursor:
            sql = " UNION ALL ".join(_EACH.format(place, part.sql) for place, part in parts.items())
            given = [parameter for part in parts.values() for parameter in part.parameters]
            cursor.execute(sql, cast("Sequence[str]", given))
            found = dict(cursor.fetchall())
    return [found.get(place, 0) for place in range(len(asked))]


@dataclass(frozen=True)
class _Part:
    """One query in words, and who put it into them."""

    compiler: SQLCompiler
    sql: str
    parameters: Sequence[object]


def _compiled(rows: Rows) -> _Part | None:
    """None for a query that can find nothing."""
    compiler = rows.query.get_compiler(rows.db)
    try:
        return _Part(compiler, *compiler.as_sql())
    except EmptyResultSet:
        return None


def _mark(n: int, kind: type) -> Value:
    if kind is datetime:
        return _MOMENT + timedelta(microseconds=n)
    return _MARK - n if kind is int else f"\u0001{n}\u0001"


def _sent(value: Value, connection: BaseDatabaseWrapper) -> object:
    """As the database's driver is given it: SQLite has no type for moments."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _answered(statement: _Statement, values: Sequence[Value]) -> Iterator[Iterable[object]]:
    connection = connections[statement.alias]
    given = [_sent(value, connection) for value in values]
    sent = [given[cast("int", what)] if is_value else what for is_value, what in statement.parameters]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, cast("Sequence[str]", sent))
        found = cursor.fetchall()
    for row in found:
        columns = list(row)
        for n, converters, column in statement.converters:
            # A moment that is whole already is what its converter would find out in four calls.
            if type(columns[n]) is datetime and columns[n].tzinfo is not None:
                continue
            for convert in converters:
                columns[n] = convert(columns[n], column, connection)
        yield columns
