"""Indexing very many tickets at once, for loading demo data, imports and restores."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import connection, transaction

from otklik.core.stems import SEARCH_VERSION
from otklik.search import engines
from otklik.search.document import Columns, Source, columns
from otklik.search.models import Document

CHUNK = 1000


def index_many(sources: Iterable[Source], *, chunk: int = CHUNK) -> int:
    """Write the documents of tickets that have none yet; how many. Each chunk is one transaction.

    The tickets' rows must be there. Call `settle` once everything is loaded.
    """
    rest, done = iter(sources), 0
    while batch := [columns(source) for source in islice(rest, chunk)]:
        with transaction.atomic():
            _insert(batch)
        done += len(batch)
    return done


def settle() -> None:
    """Tidy the index after `index_many`, so that the first searches are as fast as later ones."""
    engines.settle()


def _insert(batch: list[Columns]) -> None:
    Document.objects.bulk_create(
        [
            Document(
                ticket_id=row.ticket_id,
                search_version=SEARCH_VERSION,
                public=row.public,
                internal=row.internal,
                access=row.access,
            )
            for row in batch
        ],
        batch_size=None if connection.vendor == "postgresql" else 100,
    )
