"""The two engines: a condition and who asks, in; ids of tickets, newest first, out."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

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


def settle() -> None:
    """Tidy the index after a bulk load, so that the first searches are as fast as later ones."""
    engine = postgres if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        for command in engine.SETTLE:
            cursor.execute(command)
