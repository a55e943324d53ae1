"""Columns of stems: plain text to SQLite, which indexes it by FTS5; a `tsvector` to PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from otklik.search.document import GAP, SIDES

if TYPE_CHECKING:
    _Base = models.TextField[str, str]
else:
    _Base = models.TextField


class TokensField(_Base):
    """Tokens without places, in a fixed order."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The engine's own type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, _value: object, _compiler: object, connection: BaseDatabaseWrapper) -> str:
        """Our literals are read by the type itself; PostgreSQL's text parser never sees a word."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(
        self, value: str | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """The engine's literal."""
        if connection.vendor != "postgresql" or value is None:
            return super().get_db_prep_value(value, connection, prepared)
        return self.literal(value)

    def literal(self, value: str) -> str:
        """A `tsvector` literal. Stems and tokens hold letters, digits and our underscore only."""
        return " ".join(f"'{token}'" for token in value.split())

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str:
        """The tokens in our order, whatever order the engine keeps."""
        return " ".join(sorted((value or "").replace("'", "").split()))


class WordsField(TokensField):
    """Public and internal stems with their places. Only SQLite reads them back, to forget them."""

    def literal(self, value: str) -> str:
        """Such as `'заявк':2A 'ждат':7`: public words bear the label A; a gap is a place without a word."""
        public, _sides, internal = value.partition(SIDES)
        first = public.split()
        places = [f"'{word}':{place}A" for place, word in enumerate(first, 1) if word != GAP]
        # One place stays free between the sides, so that no phrase reaches across.
        rest = enumerate(internal.split(), len(first) + 2)
        return " ".join([*places, *(f"'{word}':{place}" for place, word in rest if word != GAP)])

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str:
        """As the engine has it."""
        return value or ""
