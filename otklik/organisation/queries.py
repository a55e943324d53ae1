"""Reads of the installation's configuration."""

from __future__ import annotations

from urllib.parse import urlsplit

from otklik.core.small import SmallTable
from otklik.organisation.models import Brand


def default_brand() -> Brand:
    """The brand used where nothing names one; delivered by the first migration."""
    return BRANDS.get()[0]


def brands() -> list[Brand]:
    """All brands, the default first."""
    return BRANDS.get()


def brand_of_host(host: str) -> Brand:
    """The brand whose own address has this host (with its port, as browsers send it), else the default."""
    wanted = host.lower()
    found = (brand for brand in brands() if brand.base_url and not brand.hidden)
    return next(
        (brand for brand in found if urlsplit(brand.base_url).netloc.lower() == wanted), default_brand()
    )


BRANDS: SmallTable[list[Brand]] = SmallTable(lambda: list(Brand.objects.order_by("-is_default", "id")))
