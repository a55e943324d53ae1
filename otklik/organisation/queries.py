"""Reads of the installation's configuration."""

from __future__ import annotations

from urllib.parse import urlsplit

from otklik.core.small import SmallTable
from otklik.organisation.models import Brand, BrandLogo


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


def logo_digest(brand_id: int) -> str:
    """What names the brand's logo as it is now; empty without one."""
    return LOGOS.get().get(brand_id, "")


def logo_png(brand_id: int) -> bytes:
    """The logo itself; empty without one. Anybody may see it, as on every client page."""
    found = BrandLogo.objects.filter(brand_id=brand_id).values_list("png", flat=True).first()
    return bytes(found) if found else b""


def brand_by_uid(uid: str) -> Brand | None:
    """A brand for its pages."""
    return next((brand for brand in brands() if str(brand.uid) == uid), None)


BRANDS: SmallTable[list[Brand]] = SmallTable(lambda: list(Brand.objects.order_by("-is_default", "id")))
LOGOS: SmallTable[dict[int, str]] = SmallTable(
    lambda: dict(BrandLogo.objects.values_list("brand_id", "digest"))
)
