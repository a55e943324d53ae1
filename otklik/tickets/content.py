"""The text of a message, made clean once, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.core import html as markup
from otklik.core.text import storable


@dataclass(frozen=True)
class Content:
    """Clean html for showing; the new part as plain text; the whole mail's text where there is more."""

    html: str
    text: str
    full_text: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing to read."""
        return not self.text.strip() and "<img" not in self.html


def from_text(text: str) -> Content:
    """Plain text as a person typed it: paragraphs, line breaks and links become markup."""
    words = storable(text)
    return Content(html=markup.from_text(words), text=words.strip())


def from_html(html: str, text: str = "", full_text: str = "") -> Content:
    """Markup from outside, cleaned; its text is derived where none is given."""
    clean = markup.clean(storable(html))
    words = storable(text).strip() or markup.to_text(clean)
    return Content(html=clean, text=words, full_text=storable(full_text))
