"""Columns of stems: plain text to SQLite, which indexes it by FTS5; a `tsvector` to PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from otklik.search.document import GAP

if TYPE_CHECKING:
    _Base = models.TextField[str, str]
else:
    _Base = models.TextField


class StemsField(_Base):
    """A line of stems with their places. Read back only on SQLite, whose index needs it to forget."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The engine's own type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: object, compiler: object, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        """Our literals are read by the type itself; PostgreSQL's text parser never sees a word."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(
        self, value: str | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """A literal such as `'заявк':2 'нет':3`; a gap takes a place and is no word."""
        if connection.vendor != "postgresql" or value is None:
            return super().get_db_prep_value(value, connection, prepared)
        words = enumerate(value.split(), 1)
        return " ".join(f"'{word}':{place}" for place, word in words if word != GAP)


class TokensField(StemsField):
    """Tokens without places, in a fixed order."""

    def get_db_prep_value(
        self, value: str | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """Just the tokens."""
        if connection.vendor != "postgresql" or value is None:
            return super().get_db_prep_value(value, connection, prepared)
        return " ".join(f"'{token}'" for token in value.split())

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:  # noqa: ARG002 - Django's signature
        """The tokens in our order, whatever order the engine keeps."""
        return " ".join(sorted((value or "").replace("'", "").split()))
