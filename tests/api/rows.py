"""How many rows every table holds: what a refusal must not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from otklik.tickets.models import Ticket
from tests.support.rows import counted


def rows() -> dict[str, object]:
    """Table → number of rows, and every ticket's version: equal before and after when nothing was done."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("otklik.")]
    held = counted({model._meta.db_table for model in ours})
    counts: dict[str, object] = {model._meta.label: held[model._meta.db_table] for model in ours}
    counts["versions"] = list(Ticket.objects.order_by("pk").values_list("pk", "version", "updated_at"))
    return counts


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements inside that write; none of them: no row can be otherwise, and nobody need count."""
    found: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
