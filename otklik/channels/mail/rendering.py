"""A sheet as plain text and as markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from css_inline import CSSInliner
from django.template.loader import render_to_string

from otklik.channels.mail.sheet import Sheet
from otklik.organisation.brand_look import dark, light

MAX_HTML = 60_000
"""Bytes: Gmail clips a message at 102 KB, and forwards add to it (ux.md f)."""

# Markup of messages has no styles of its own; mail programs want each element's beside it.
_STYLES = """
p, ul, ol, pre, table, blockquote, h1, h2, h3, h4 { margin: 0 0 14px }
li { margin: 0 0 4px }
a { color: #005669; text-decoration: underline }
img { max-width: 100%; height: auto; border: 0 }
blockquote { border-left: 3px solid #c9d1d4; padding: 0 0 0 14px; color: #434f57 }
pre, code { font-family: Consolas, Menlo, monospace; font-size: 14px; white-space: pre-wrap }
h1, h2, h3, h4 { font-size: 17px; line-height: 25px }
td, th { border: 1px solid #c9d1d4; padding: 4px 8px; text-align: left }
"""
_INLINER = CSSInliner(load_remote_stylesheets=False)
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Rendered:
    """The two faces of a letter."""

    text: str
    html: str


def render(sheet: Sheet) -> Rendered:
    """Both faces; history is left out where the markup would become too long."""
    html = _markup(sheet)
    if len(html.encode()) > MAX_HTML and sheet.quotes:
        sheet = sheet.without_quotes()
        html = _markup(sheet)
    text = render_to_string("mail/letter.txt", {"sheet": sheet})
    return Rendered(_EMPTY_LINES.sub("\n\n", text).strip() + "\n", html)


def without_pictures(markup: str) -> str:
    """Clean markup without its pictures, for letters that do not carry them."""
    return _PICTURE.sub("", markup)


@dataclass(frozen=True)
class _Colours:
    """What is coloured in a letter, in the light and in the dark."""

    button: str = "#006d82"
    link: str = "#005669"
    dark_button: str = "#5fc1d6"
    dark_link: str = "#7fd0e2"


def _colours(accent: str) -> _Colours:
    if not accent:
        return _Colours()
    day, night = light(accent), dark(accent)
    return _Colours(day.accent, day.deep, night.accent, night.deep)


def _markup(sheet: Sheet) -> str:
    colours = _colours(sheet.accent)
    styles = _STYLES.replace("#005669", colours.link)
    words = _INLINER.inline_fragment(sheet.html, styles) if sheet.html else ""
    return render_to_string("mail/letter.html", {"sheet": sheet, "words": words, "colours": colours})
