"""The two engines: a condition and who asks, in; ids of tickets, newest first, out."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from otklik.search.engines import postgres, sqlite
from otklik.search.wording import Wording


def matching(
    wording: Wording, readers: Sequence[str] | None, *, public_only: bool, before: int | None, limit: int
) -> list[int]:
    """Ids of matching tickets below `before`, newest first, at most `limit`.

    `readers`: tokens one of which must be in the document; None: no restriction. The same answer on
    both engines. Who may see the tickets is for the caller to check.
    """
    engine = postgres if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        cursor.execute(
            *engine.statement(wording, readers, public_only=public_only, before=before, limit=limit)
        )
        return [row[0] for row in cursor.fetchall()]


class MatchingIds(Expression):
    """The ids of all matching documents, as part of a query over tickets, which says who may see them."""

    output_field = BigIntegerField()

    def __init__(self, wording: Wording, *, public_only: bool) -> None:
        super().__init__()
        self.wording, self.public_only = wording, public_only

    def as_sql(self, _compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str, ...]]:
        """The engine's own question."""
        engine = postgres if connection.vendor == "postgresql" else sqlite
        query, values = engine.every(self.wording, public_only=self.public_only)
        return f"({query})", values


def settle() -> None:
    """Tidy the index after a bulk load, so that the first searches are as fast as later ones."""
    engine = postgres if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        for command in engine.SETTLE:
            cursor.execute(command)
