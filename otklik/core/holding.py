"""Rows of one deed that are written together at its end, each once, however often it was changed on the way.

A registration writes a ticket, and what follows from it in the same transaction gives the ticket on, plans it
and changes it: each change of a row of forty indexes costs what writing it costs. Inside `holding` rows wait
in memory, and so do the savepoints around what follows, as long as nobody asks the database for them.

- What asks a table of which rows are held, or writes by other means, has everything written first; from then
  on nothing more is held.
- A savepoint is sent when the first statement comes that it is to protect. Where nothing was sent, going back
  to it puts the rows in memory back to what they were.
- A row that was written under a savepoint is held again, as it was, when that is gone back to.

Foreign keys are checked at the end of a transaction on both databases: the order of tables does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model

Stored = TypeVar("Stored", bound=Model)
Write = Callable[[Sequence[Model]], object]
Draw = Callable[[type[Model], int], list[int]]
_SAVEPOINT, _RELEASE, _BACK_TO = "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT "
_READING = ("SELECT", "(SELECT")


@dataclass(slots=True)
class _Entry:
    """A row, what writes it together with others of its kind, and whether that was done."""

    row: Model
    write: Write
    table: str
    is_written: bool = False


@dataclass(slots=True)
class _Level:
    """A savepoint: whether the database knows of it, the entries before it, those held as they were then."""

    name: str
    before: int
    kept: Sequence[tuple[_Entry, Mapping[str, object], Mapping[str, object]]]
    is_sent: bool = False


@dataclass
class _Held:
    """What one deed holds back. `keys`: drawn ahead for rows whose keys others name."""

    draw: Draw
    keys: dict[type[Model], list[int]] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    asked: dict[type[Model], int] = field(default_factory=dict)
    is_taking: bool = True
    is_writing: bool = False
    is_done: bool = False

    def waiting(self) -> list[_Entry]:
        """Not yet written."""
        return [entry for entry in self.entries if not entry.is_written]

    def take_keys(self, model: type[Model], number: int) -> list[int]:
        """So many ids; none where they cannot be drawn."""
        self.asked[model] = self.asked.get(model, 0) + number
        drawn = self.keys.get(model)
        if drawn is None:
            return []
        if len(drawn) < number:
            with aside():
                drawn += self.draw(model, number - len(drawn))
        if len(drawn) < number:
            return []
        taken, drawn[:] = drawn[:number], drawn[number:]
        return taken

    def execute(
        self,
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: bool,
        context: Mapping[str, object],
    ) -> object:
        """Every statement on its way to the database (`connection.execute_wrapper`)."""
        if self.is_writing or not self._keeps(sql):
            return execute(sql, params, many, context)
        return None

    def _keeps(self, sql: str) -> bool:
        """Whether the statement stays here; before one that does not, what it relies on is sent."""
        if sql.startswith(_SAVEPOINT):
            return self._begin(sql.removeprefix(_SAVEPOINT))
        if sql.startswith(_RELEASE):
            return self._end(sql.removeprefix(_RELEASE))
        if sql.startswith(_BACK_TO):
            return self._go_back(sql.removeprefix(_BACK_TO))
        self._send_levels()
        if not sql.startswith(_READING) or not _names(sql).isdisjoint(one.table for one in self.waiting()):
            self.write()
            self.is_taking = False
        return False

    def _begin(self, name: str) -> bool:
        waiting = self.waiting()
        if not (self.is_taking or waiting or any(not level.is_sent for level in self.levels)):
            return False
        kept = [(entry, dict(vars(entry.row)), dict(entry.row._state.fields_cache)) for entry in waiting]
        self.levels.append(_Level(name, len(self.entries), kept))
        return True

    def _end(self, name: str) -> bool:
        if not self.levels or self.levels[-1].name != name:
            return self.is_done
        return not self.levels.pop().is_sent

    def _go_back(self, name: str) -> bool:
        place = next((n for n, level in enumerate(self.levels) if level.name == name), None)
        if place is None:
            return False
        level = self.levels[place]
        del self.levels[place + 1 :]
        del self.entries[level.before :]
        for entry, values, cache in level.kept:
            vars(entry.row).clear()
            vars(entry.row).update(values)
            entry.row._state.fields_cache = dict(cache)
            entry.row._state.adding = True
            entry.is_written = False
        return not level.is_sent

    def _send_levels(self) -> None:
        for level in self.levels:
            if not level.is_sent:
                with aside(), connection.cursor() as cursor:
                    cursor.execute(_SAVEPOINT + level.name)
                level.is_sent = True

    def finish(self) -> None:
        """The deed is done: a savepoint around all of it that was not sent yet protects nothing any more."""
        self.levels = [level for level in self.levels if level.is_sent]
        self.is_done = True
        self.write()

    def write(self) -> None:
        """Everything that waits, rows of a kind in one statement."""
        waiting = self.waiting()
        if not waiting:
            return
        self._send_levels()
        groups: dict[tuple[Write, str, bool], list[_Entry]] = {}
        for entry in waiting:
            groups.setdefault((entry.write, entry.table, entry.row.pk is None), []).append(entry)
        with aside():
            for (write, _table, _keyless), entries in groups.items():
                write([entry.row for entry in entries])
                for entry in entries:
                    entry.is_written = True


@lru_cache(maxsize=1000)
def _names(sql: str) -> frozenset[str]:
    """Every word of a statement, the tables it reads among them."""
    return frozenset(re.findall(r"\w+", sql))


_held: ContextVar[_Held | None] = ContextVar("otklik_held_rows", default=None)


@contextmanager
def holding(draw: Draw) -> Iterator[None]:
    """`transaction.atomic` in which what `core.inserting` writes is held; at its end all of it is written.

    `draw` gives ids beyond those kept by `keep_keys`. Of rows of other models those that need a key are
    written at once. Inside another block of this kind nothing is held from then on, by neither. What goes
    wrong with a row is raised where it is written.
    """
    if _held.get() is not None:
        write_held()
        with transaction.atomic():
            yield
        return
    held = _Held(draw)
    mark = _held.set(held)
    try:
        with connection.execute_wrapper(held.execute), transaction.atomic():
            yield
            held.finish()
    finally:
        _held.reset(mark)


@contextmanager
def aside() -> Iterator[None]:
    """Statements inside have nothing to do with what is held: it goes on waiting, savepoints too."""
    held = _held.get()
    if held is None or held.is_writing:
        yield
        return
    held.is_writing = True
    try:
        yield
    finally:
        held.is_writing = False


def keep_keys(keys: Mapping[type[Model], list[int]]) -> None:
    """Ids drawn ahead, by model, for rows of this deed."""
    held = _held.get()
    if held is not None and held.is_taking:
        held.keys |= keys


def asked_for(model: type[Model]) -> int:
    """How many ids of this kind the deed has asked for."""
    held = _held.get()
    return held.asked.get(model, 0) if held is not None else 0


def hold(rows: Sequence[Model], write: Write) -> bool:
    """Whether these rows wait from now on, and `write` will be given them with others of their table."""
    held = _held.get()
    if held is None or not held.is_taking:
        return False
    held.entries += [_Entry(row, write, row._meta.db_table) for row in rows]
    return True


def give_keys(rows: Sequence[Model]) -> bool:
    """Give new rows keys that are drawn for them; False where there are none."""
    held = _held.get()
    taken = held.take_keys(type(rows[0]), len(rows)) if held is not None and held.is_taking else []
    if taken:
        for row, key in zip(rows, taken, strict=True):
            row.pk = key
    return bool(taken)


def is_held(row: Model) -> bool:
    """Whether the row still waits: what is changed in it will be written with it."""
    held = _held.get()
    return held is not None and any(entry.row is row for entry in held.entries if not entry.is_written)


def held_rows(model: type[Stored]) -> list[Stored]:
    """The rows of this kind that wait, in their order."""
    held = _held.get()
    return [one.row for one in held.waiting() if isinstance(one.row, model)] if held is not None else []


def held_row(model: type[Stored], pk: int) -> Stored | None:
    """The row of this key while it waits: nobody else can see it, let alone change it."""
    return next((row for row in held_rows(model) if row.pk == pk), None)


def write_held() -> None:
    """Write what waits now: for whoever needs the rows' keys. From then on nothing more is held."""
    held = _held.get()
    if held is not None:
        held.write()
        held.is_taking = False
