"""Custom fields as columns: after a kind's own ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from otklik.clients.contract_access import may_see_prices
from otklik.fields.queries import PREFIX, cell, columns_of, condition, fields_of, wanted_in
from otklik.fields.values import Custom
from otklik.importing.kinds.columns import Column
from otklik.people.actor import Actor

Owned = TypeVar("Owned", bound=Model)


def with_custom(columns: Sequence[Column], owner: str) -> Callable[[], Sequence[Column]]:
    """The columns of a kind: its own, then those of its custom fields, as they stand at the moment."""

    def every() -> Sequence[Column]:
        fields = [one for one in fields_of(owner) if not one.hidden]
        return (*columns, *(Column(PREFIX + one.key, one.name, (one.key,)) for one in fields))

    return every


def custom_cells(custom: Custom | None) -> Mapping[str, str]:
    """The values of an owner by column; who may see which is decided by `seen`."""
    return {PREFIX + key: cell(value) for key, value in (custom or {}).items()}


def seen(actor: Actor, columns: Sequence[Column], owner: str) -> list[Column]:
    """The columns without those whose values this actor may not see: of custom fields, and prices."""
    open_ones = {PREFIX + one.key for one in columns_of(actor, owner)}
    columns = [one for one in columns if not one.is_price or may_see_prices(actor)]
    return [one for one in columns if not one.name.startswith(PREFIX) or one.name in open_ones]


def wanted_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """What the list is narrowed by, of custom fields, by key."""
    return wanted_in(lambda name, default: chosen.get(name, default), chosen)


def narrowed(actor: Actor, owner: str, rows: QuerySet[Owned], chosen: Mapping[str, str]) -> QuerySet[Owned]:
    """The rows whose custom fields are as the list wants them."""
    wanted = wanted_of(chosen)
    return rows.filter(condition(actor, owner, wanted)) if wanted else rows
