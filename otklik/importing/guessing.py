"""What columns mean, by memory and by words."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.importing.kinds import Kind
from otklik.importing.models import ColumnMemory
from otklik.importing.tables.headings import guess, heading_key


def guessed(headings: Sequence[str], kind: Kind) -> tuple[str, ...]:
    """A field for each column of a file of this kind; one query for what was chosen before."""
    keys = [heading_key(heading) for heading in headings]
    remembered = ColumnMemory.objects.filter(kind=kind.key, heading_key__in=keys)
    known = [column.known for column in kind.columns()]
    return guess(headings, known, dict(remembered.values_list("heading_key", "field")))


def kind_that_fits(headings: Sequence[str], kinds: Sequence[Kind]) -> Kind:
    """The kind that knows most of the headings; of equals the first."""
    return max(kinds, key=lambda kind: sum(map(bool, guessed(headings, kind))))
