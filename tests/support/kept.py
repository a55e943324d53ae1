"""What a builder makes in an untouched database is kept as rows, and the next test is given these rows again.

Three hundred statements become a dozen. The rows are those the real commands wrote, with the same keys; only
their moment is that of the first making, unless the clock stands still.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Generic, TypeVar

from django.db import IntegrityError, connection, transaction

from otklik.core import clock, small
from otklik.core.models import ConfigVersion, Event
from tests.support import rows
from tests.support.rows import Row

T = TypeVar("T")


@dataclass(frozen=True)
class Made(Generic[T]):
    """What one run of a builder gave back, and the rows it wrote, by table."""

    result: T
    rows: dict[str, list[Row]]


def kept(build: Callable[[], T]) -> Callable[[], T]:
    """Have `build` run once for each database and frozen moment; later its rows are put back.

    Where anything has happened already (there are events, or the keys are taken), it is run as ever.
    """
    held: dict[tuple[str, datetime | None], Made[T]] = {}

    @wraps(build)
    def again() -> T:
        if Event.objects.exists():
            return build()
        place = (str(connection.settings_dict["NAME"]), clock._frozen.get())
        if place not in held:
            held[place] = _watched(build)
            return deepcopy(held[place].result)
        try:
            _put_back(held[place].rows)
        except IntegrityError:
            return build()
        return deepcopy(held[place].result)

    return again


def _watched(build: Callable[[], T]) -> Made[T]:
    tables = rows.tables() - {ConfigVersion._meta.db_table}  # its token is given anew
    before = {table: set(rows.of(table)) for table in tables}
    result = build()
    wrote = {table: [row for row in rows.of(table) if row not in before[table]] for table in tables}
    return Made(result, {table: new for table, new in wrote.items() if new})


@transaction.atomic
def _put_back(made: dict[str, list[Row]]) -> None:
    for table, lines in made.items():
        rows.insert(table, lines)
    small.bump()
