"""Icons: a page draws fifty, of the same few."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

_DECORATION = Markup('<span class="i i-{}{}" aria-hidden="true"></span>')
_PICTURE = Markup('<span class="i i-{}{}" role="img" aria-label="{}" title="{}"></span>')


@lru_cache(maxsize=2000, typed=True)  # typed: a text and a piece of markup may be equal, and are not the same
def icon(name: str, label: str = "", cls: str = "") -> Markup:
    """A sign painted with the colour of the text around it. Without a label it is decoration and hidden from
    screen readers; with one it is a picture with a name."""
    more = Markup(" {}").format(cls) if cls else ""
    return _PICTURE.format(name, more, label, label) if label else _DECORATION.format(name, more)
