"""The tables of search."""

from otklik.search.models.document import Document
from otklik.search.models.paper import Paper

__all__ = ["Document", "Paper"]
