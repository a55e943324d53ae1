"""The table of search."""

from otklik.search.models.document import Document

__all__ = ["Document"]
