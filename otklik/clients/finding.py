"""Names that have a word, or a part of one: which rows, as a query that reads an index and no table."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from otklik.clients.enums import Named
from otklik.clients.models import WordPart

_BEYOND = "\U0010ffff"


def named(kind: Named, word: str) -> QuerySet[WordPart, int]:
    """The rows (ids) of this kind in whose name the word stands, whole or as a part of one."""
    return WordPart.objects.filter(_begins(word), kind=kind).values_list("ref", flat=True)


def _begins(word: str) -> Q:
    """SQLite uses no index for LIKE with an escape sign, but compares by code points; PostgreSQL compares as
    its language does, but has an index for LIKE."""
    if connection.vendor == "sqlite":
        return Q(part__gte=word, part__lt=f"{word}{_BEYOND}")
    return Q(part__startswith=word)
