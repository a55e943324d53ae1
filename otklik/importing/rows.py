"""A row of cells as what the rules take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.clients.commands.bringing import Brought
from otklik.core.errors import Invalid
from otklik.importing.kinds.columns import EXTERNAL, Column


@dataclass(frozen=True)
class Reader:
    """How cells are read: the column that stands at each place (None: left out), and whether an empty cell
    clears what stands (else it leaves it)."""

    places: Sequence[Column | None]
    clears: bool = False

    def brought(self, cells: Sequence[str]) -> Brought:
        """The row. `Invalid` for cells that cannot be read at all: a date that is none."""
        texts: dict[str, str] = {}
        lists: dict[str, list[str]] = {}
        problems: dict[str, str] = {}
        for column, cell in zip(self.places, cells, strict=False):
            if column is None or not (cell or self.clears):
                continue
            if column.cuts is not None:
                lists[column.name] = column.values(cell)
                continue
            try:
                texts[column.name] = column.reads(cell) if cell else ""
            except ValueError as error:
                problems[column.name] = str(error)
        if problems:
            raise Invalid(problems)
        return Brought(texts.pop(EXTERNAL, ""), texts, lists)


def reader_of(columns: Sequence[Column], mapping: Sequence[str], *, clears: bool) -> Reader:
    """The reader of a file whose columns mean these fields."""
    by_name: Mapping[str, Column] = {column.name: column for column in columns}
    return Reader([by_name.get(name) for name in mapping], clears)
