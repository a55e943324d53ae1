"""What client pages take of a brand: its colours as a stylesheet, its logo. Open to everybody."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otklik.core.errors import NotFound
from otklik.organisation.brand_look import stylesheet
from otklik.organisation.queries import brand_by_uid, logo_digest, logo_png
from otklik.web.addresses import address

if TYPE_CHECKING:
    from otklik.organisation.models import Brand

FOR_LONG = "public, max-age=31536000, immutable"
"""The address changes with what it shows."""


@require_safe
def colours(_request: HttpRequest, uid: str) -> HttpResponse:
    """The brand's colours; 404 for one without its own."""
    brand = brand_by_uid(str(uid))
    if brand is None or not brand.accent:
        raise NotFound
    return _kept(HttpResponse(stylesheet(brand.accent), content_type="text/css"))


@require_safe
def logo(_request: HttpRequest, uid: str) -> HttpResponse:
    """The brand's logo as PNG; 404 without one."""
    brand = brand_by_uid(str(uid))
    png = logo_png(brand.pk) if brand is not None else b""
    if not png:
        raise NotFound
    return _kept(HttpResponse(png, content_type="image/png"))


def colours_url(brand: Brand) -> str:
    """Where its stylesheet is; empty for a brand in the delivered colours."""
    if not brand.accent:
        return ""
    digest = hashlib.sha256(stylesheet(brand.accent).encode()).hexdigest()[:16]
    return f"{address('brand-colours', args=[brand.uid])}?v={digest}"


def logo_url(brand: Brand) -> str:
    """Where its logo is; empty without one."""
    digest = logo_digest(brand.pk)
    return f"{address('brand-logo', args=[brand.uid])}?v={digest}" if digest else ""


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_LONG
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
