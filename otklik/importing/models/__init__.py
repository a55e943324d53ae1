"""Tables of imports."""

from otklik.importing.models.run import BadRow, ColumnMemory, ImportRun

__all__ = ["BadRow", "ColumnMemory", "ImportRun"]
