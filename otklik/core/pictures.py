"""Pictures drawn anew: what a browser gets was made by us, at a size for looking at. Pure.

Nothing of the file but its points goes on: no words, places and thumbnails of a camera, nothing appended that
a browser could take for something else. A moving picture stands still at its first frame.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MOST_BYTES = 30 << 20
MOST_POINTS = 50_000_000
_QUALITY = 82


class Drawn(NamedTuple):
    """A picture made by us."""

    content: bytes
    content_type: str


class NoPicture(ValueError):
    """The bytes are no picture we draw, or a far too large one."""


def drawn(raw: bytes, box: tuple[int, int]) -> Drawn:
    """The picture, upright, inside the box: JPEG, or PNG where one sees through it. Raises NoPicture."""
    if len(raw) > MOST_BYTES:
        raise NoPicture("too many bytes")
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise NoPicture("too many points")
            picture.draft("RGB", box)
            upright = ImageOps.exif_transpose(picture)
            shown = upright.convert("RGBA" if _is_see_through(upright) else "RGB")
            shown.thumbnail(box)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NoPicture(str(error)) from error
    return _written(shown)


def _is_see_through(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _written(picture: Image.Image) -> Drawn:
    out = io.BytesIO()
    picture.info.clear()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        return Drawn(out.getvalue(), "image/png")
    picture.save(out, "JPEG", quality=_QUALITY)
    return Drawn(out.getvalue(), "image/jpeg")
