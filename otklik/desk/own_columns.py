"""Custom fields as columns of the lists of clients: those that can be one, for whoever may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from otklik.fields.queries import shown_in_lists
from otklik.fields.values import Custom, Value
from otklik.fields.wording import teller
from otklik.people.actor import Actor


class Owner(Protocol):
    """A row with custom fields."""

    @property
    def pk(self) -> int:
        """Its id."""

    @property
    def custom(self) -> Custom | None:
        """Its values by key."""


@dataclass(frozen=True)
class OwnColumns:
    """Titles, and by row the words of each cell; nothing is asked of the database for them."""

    heads: Sequence[str]
    cells: Mapping[int, Sequence[str]]


def own_columns(actor: Actor, owner: str, rows: Iterable[Owner]) -> OwnColumns:
    """The columns of a page of owners of this kind, in the fields' order."""
    fields = shown_in_lists(actor, owner)
    tellers = [(one.key, teller(one)) for one in fields]
    cells = {row.pk: _words(row.custom or {}, tellers) for row in rows} if fields else {}
    return OwnColumns([str(one.name) for one in fields], cells)


def _words(custom: Custom, tellers: Iterable[tuple[str, Callable[[Value], str]]]) -> list[str]:
    return [tell(value) if (value := custom.get(key)) is not None else "" for key, tell in tellers]
