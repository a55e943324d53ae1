"""A brand's logo: taken as a picture, kept as our own drawing of it."""

from __future__ import annotations

import hashlib
import io

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from otklik.core import small
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.organisation.events import CONFIGURATION_CHANGED
from otklik.organisation.models import Brand, BrandLogo

MAX_BYTES = 2 << 20
MAX_PIXELS = 16_000_000
SIZE = (480, 128)
"""Twice the largest place a page shows it in, for dense screens."""
FORMATS = ("PNG", "JPEG", "WEBP")


def set_logo(by: ActorRef, brand: Brand, raw: bytes) -> None:
    """Show this picture as the brand's logo. The caller has checked the right.

    It is decoded and drawn anew as PNG, so that nothing hidden in the file reaches anybody. `Invalid` at
    `logo` for what is no PNG, JPEG or WebP, or too large. Writes `configuration.changed`, without the
    picture.
    """
    png = _drawn(raw)
    with transaction.atomic():
        digest = hashlib.sha256(png).hexdigest()[:16]
        if BrandLogo.objects.filter(brand=brand, digest=digest).exists():
            return
        BrandLogo.objects.update_or_create(brand=brand, defaults={"png": png, "digest": digest})
        _tell(by, brand)


@transaction.atomic
def remove_logo(by: ActorRef, brand: Brand) -> None:
    """Show the brand by its name alone. The caller has checked the right. Writes `configuration.changed`."""
    if BrandLogo.objects.filter(brand=brand).delete()[0]:
        _tell(by, brand)


def _drawn(raw: bytes) -> bytes:
    if len(raw) > MAX_BYTES:
        raise Invalid({"logo": _("The picture is too large: at most 2 MB.")})
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Invalid({"logo": _("The picture is too large: at most 16 million points.")})
            shown = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid({"logo": _("Choose a picture: PNG, JPEG or WebP.")}) from error
    shown.thumbnail(SIZE)
    out = io.BytesIO()
    shown.info.clear()  # a colour profile and words of the file would be written along
    shown.save(out, "PNG", optimize=True)
    return out.getvalue()


def _tell(by: ActorRef, brand: Brand) -> None:
    small.bump()
    data = {"kind": "brand", "uid": str(brand.uid), "name": str(brand.name)}
    subject = Subject("brand", brand.pk)
    record(CONFIGURATION_CHANGED, by, subject, changes=[Change("logo", None, None)], data=data)
