"""The list of tickets as a table to take out: the reader's columns, in the list's order, with numbers, days
and moments as such."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.core import phone
from otklik.fields.enums import Kind
from otklik.fields.queries import FieldInfo
from otklik.fields.values import Value
from otklik.fields.wording import SIGNS, show
from otklik.importing.tables.cells import Cell
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.columns import SUBJECT, Column
from otklik.tickets.enums import Turn
from otklik.tickets.queries import ListQuery, ListRow, workflow
from otklik.tickets.queries.listing import whole_list
from otklik.web.moments import reading
from otklik.web.processing_words import PROCESSING
from otklik.web.showing import NAMED
from otklik.web.turns import waiting_words

MOST = 1_000_000
"""Rows of a file; whoever has more narrows the list."""
Maker = Callable[[ListRow], Cell]


def ticket_table(actor: Actor, query: ListQuery, columns: Sequence[Column]) -> Iterator[Sequence[Cell]]:
    """Headings, then a row for every ticket of the list the actor may see. Moments are in the zone of the
    reader of the request under way, which is found before the first row is asked for."""
    made = [pair for column in columns for pair in _cells_of(column)]
    return _rows(actor, query, [title for title, _make in made], [make for _title, make in made])


def _rows(
    actor: Actor, query: ListQuery, titles: Sequence[Cell], makers: Sequence[Maker]
) -> Iterator[Sequence[Cell]]:
    yield titles
    for row in islice(whole_list(actor, query), MOST):
        yield [make(row) for make in makers]


def _cells_of(column: Column) -> Sequence[tuple[str, Maker]]:
    """What one column of the list is in a table: a client is two, their company and who it is."""
    if column.field is not None:
        return [_own(column.field, column.title)]
    if column.code == "client":
        return [(_("Company"), lambda row: row.company__name), (_("Contact"), _contact)]
    return [(column.title, _maker(column.code))]


def _maker(code: str) -> Maker:
    if code in _MOMENTS:
        return partial(_moment, timezone.get_current_timezone(), _MOMENTS[code])
    if code == "number":
        return lambda row: row.number
    if code == SUBJECT:
        return lambda row: row.subject
    if code == "status":
        return _named("status_id", {pk: str(status.name) for pk, status in workflow().statuses.items()})
    if code in ("assignee", "processing_by"):
        return _named(f"{code}_id", {pk: agent.name for pk, agent in staff().agents.items()})
    if code == "turn":
        return lambda row: waiting_words(Turn(row.turn), row.turn_since, row.service_id)
    if code in PROCESSING:
        return partial(PROCESSING[code], reading())
    column, names = NAMED[code]
    return _named(column, {pk: str(name) for pk, name in names().items()})


_MOMENTS = {
    "due": "due_at",
    "updated": "updated_at",
    "created": "created_at",
    "processing_since": "processing_since",
    "processed_at": "processed_at",
}
"""Columns that hold a moment, by the attribute of a row."""


def _moment(zone: tzinfo, attribute: str, row: ListRow) -> Cell:
    at = cast("datetime | None", getattr(row, attribute))
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0) if at is not None else None


def _named(attribute: str, names: dict[int, str]) -> Maker:
    return lambda row: names.get(getattr(row, attribute) or 0, "")


def _contact(row: ListRow) -> Cell:
    return row.contact_name or row.contact_email or phone.shown(row.contact_phone)


def _own(field: FieldInfo, title: str) -> tuple[str, Maker]:
    if field.kind is Kind.MONEY:
        title = f"{title}, {SIGNS.get(field.currency, field.currency)}"
    measured = _MEASURED.get(field.kind)

    def cell(row: ListRow) -> Cell:
        value = (row.custom or {}).get(field.key)
        if value is None:
            return None
        return measured(value) if measured else show(field, value)

    return title, cell


def _sum(value: Value) -> Cell:
    return Decimal(str(cast("Mapping[str, object]", value)["amount"])) / 100


_MEASURED: Mapping[Kind, Callable[[Value], Cell]] = {
    Kind.NUMBER: lambda value: Decimal(str(value)),
    Kind.DATE: lambda value: date.fromisoformat(str(value)),
    Kind.MONEY: _sum,
}
