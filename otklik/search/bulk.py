"""Indexing very many tickets at once, for loading demo data, imports and restores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction

from otklik.core.stems import SEARCH_VERSION
from otklik.search import engines
from otklik.search.document import Columns, Source, columns
from otklik.search.engines import postgres
from otklik.search.models import Document
from otklik.search.models.fields import TokensField, WordsField

CHUNK = 1000


def index_many(sources: Iterable[Source], *, chunk: int = CHUNK) -> int:
    """Write the documents of tickets that have none yet; how many. Each chunk is one transaction.

    The tickets' rows must be there. Call `settle` once everything is loaded.
    """
    insert = _copy if connection.vendor == "postgresql" else _insert
    rest, done = iter(sources), 0
    while batch := [columns(source) for source in islice(rest, chunk)]:
        with transaction.atomic():
            insert(batch)
        done += len(batch)
    return done


@contextmanager
def loading() -> Iterator[None]:
    """For the first load of a hundred thousand and more: PostgreSQL builds its index at the end, in one go.

    All in one transaction, during which nobody else can search. Nothing special on SQLite.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Checks put off to the commit would forbid building an index before it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(postgres.DROP_INDEX)
        yield
        if connection.vendor == "postgresql":
            cursor.execute(postgres.INDEX)


def settle() -> None:
    """Tidy the index after `index_many`, so that the first searches are as fast as later ones."""
    engines.settle()


def _insert(batch: Sequence[Columns]) -> None:
    rows = [
        Document(ticket_id=row.ticket_id, search_version=SEARCH_VERSION, words=row.words, access=row.access)
        for row in batch
    ]
    Document.objects.bulk_create(rows, batch_size=100)


def _copy(batch: Sequence[Columns]) -> None:
    words, access = WordsField(), TokensField()
    with connection.cursor() as cursor, cursor.copy(postgres.COPY) as copy:
        for row in batch:
            copy.write_row(
                (row.ticket_id, SEARCH_VERSION, words.literal(row.words), access.literal(row.access))
            )
