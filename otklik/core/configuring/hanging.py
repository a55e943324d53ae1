"""Counting what hangs on a row, for `uses`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Model

from otklik.core.configuring.uses import Counted


def hanging(model: type[Model], column: str, **only: object) -> Counted:
    """Counts the rows of a model, `only` those of them, by what they name in this column; one query."""

    def count(pks: Sequence[int]) -> Mapping[int, int]:
        rows = model._default_manager.filter(**{f"{column}__in": pks}, **only).values_list(column)
        return dict(rows.annotate(number=Count("pk")).order_by())

    return count
