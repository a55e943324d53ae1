"""Rating a ticket."""

from otklik.surveys.commands.rate import rate

__all__ = ["rate"]
