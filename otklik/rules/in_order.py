"""The ordered tables of rules there are, declared by the packages that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from otklik.core.configuring.shapes import Shape, known
from otklik.rules.matching import Ready
from otklik.rules.models import OrderedRule


@dataclass(frozen=True)
class OrderedTable:
    """A table: `key` as versions name it, `kind` of the shape of its rules, and the rules in memory."""

    key: str
    kind: str
    rules: Callable[[], Sequence[Ready[OrderedRule]]]

    @property
    def shape(self) -> Shape[Model]:
        """What its rules are made of."""
        return known()[self.kind]


_declared: dict[str, OrderedTable] = {}


def declare_table(table: OrderedTable) -> OrderedTable:
    """Make a table known. Twice the same key is a programming error."""
    if _declared.setdefault(table.key, table) is not table:
        raise ValueError(f"table of rules {table.key} is declared twice")
    return table


def tables() -> Mapping[str, OrderedTable]:
    """Every table by key."""
    return _declared


def table_of(rule: OrderedRule) -> OrderedTable:
    """The table a rule stands in."""
    return next(table for table in _declared.values() if table.shape.model is type(rule))
