"""Tables of ratings."""

from otklik.surveys.models.rating import Rating

__all__ = ["Rating"]
