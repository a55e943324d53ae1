"""Reads of the installation's configuration."""

from __future__ import annotations

from otklik.core.small import SmallTable
from otklik.organisation.models import Brand


def default_brand() -> Brand:
    """The brand used where nothing names one; delivered by the first migration."""
    return BRANDS.get()[0]


def brands() -> list[Brand]:
    """All brands, the default first."""
    return BRANDS.get()


BRANDS: SmallTable[list[Brand]] = SmallTable(lambda: list(Brand.objects.order_by("-is_default", "id")))
