"""One row per ticket: what can be found of it."""

from __future__ import annotations

from django.db import models

from otklik.search.models.fields import TokensField, WordsField
from otklik.tickets.models import Ticket


class Document(models.Model):
    """A ticket's searchable words and who may read it. Written by `search.indexing` and `search.bulk` only.

    `search_version` below `core.stems.SEARCH_VERSION` means: to be indexed again by the sweep.
    On SQLite three triggers keep the FTS5 table `search_index` in step with this one: a migration that
    alters this table must make them again (`engines.sqlite.TRIGGERS`), because SQLite alters by copying.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    search_version = models.PositiveSmallIntegerField()
    words = WordsField(default="")
    access = TokensField(default="")

    class Meta:
        indexes = [models.Index(fields=["search_version"], name="search_stale")]

    def __str__(self) -> str:
        return f"document of {self.ticket_id}"
