"""Taking clients out into tables: what the actor's list shows, in columns an import knows again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation

from otklik.core.errors import Denied
from otklik.core.events import Subject, record
from otklik.importing.events import EXPORTED
from otklik.importing.kinds import kind_called
from otklik.importing.kinds.custom import seen
from otklik.importing.output import own_source, table_bytes
from otklik.importing.tables.cells import Cell
from otklik.importing.tables.opening import Form
from otklik.people.actor import Actor

HEADINGS = 1
"""Rows of a file that hold nobody."""


def exported(actor: Actor, kind: str, form: Form, chosen: Mapping[str, str]) -> Iterator[bytes]:
    """A file of everything of a kind that the actor's list shows for these words and filters.

    For employees: whoever sees few clients takes out few. `NotFound` for an unknown kind or one that is
    switched off. Sent piece by piece, in the actor's language, whichever is on when the pieces are asked for.
    Writes `export.taken` when the last piece was taken, or nobody wants the rest.
    """
    if not actor.is_agent:
        raise Denied("")
    kind_called(kind)
    return _pieces(actor, kind, form, dict(chosen))


def _pieces(actor: Actor, kind: str, form: Form, chosen: Mapping[str, str]) -> Iterator[bytes]:
    filters = [name for name, value in chosen.items() if value]
    yield from taken_out(actor, kind, form, _rows(actor, kind, chosen), filters)


def taken_out(
    actor: Actor, kind: str, form: Form, rows: Iterator[Sequence[Cell]], filters: Iterable[str]
) -> Iterator[bytes]:
    """Rows, the headings first, as a file in the actor's language, piece by piece. Writes `export.taken` with
    the names of the filters when the last piece was taken, or nobody wants the rest."""
    counted = _Counted(rows)
    try:
        with translation.override(actor.language):
            yield from table_bytes(counted, own_source(form, actor.language))
    finally:
        data = {"kind": kind, "form": str(form), "rows": max(counted.number - HEADINGS, 0)}
        with transaction.atomic():
            record(EXPORTED, actor.ref, Subject("export", None), data={**data, "filters": sorted(filters)})


@dataclass
class _Counted:
    """Rows, counted as they go."""

    rows: Iterator[Sequence[Cell]]
    number: int = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self.rows:
            self.number += 1
            yield row


def _rows(actor: Actor, key: str, chosen: Mapping[str, str]) -> Iterator[Sequence[str]]:
    kind = kind_called(key)
    columns = seen(actor, kind.columns(), kind.owner)
    yield [str(column.heading) for column in columns]
    for row in kind.rows(actor, chosen):
        values = kind.values(row)
        yield [values.get(column.name, "") for column in columns]
