"""Markup from outside, made harmless: what is stored is what may be shown.

An allow-list by ammonia (`nh3`): no scripts, styles, forms, frames or event handlers; links open
without telling where from; pictures only from our own files (`cid:` of the message), so that nobody
learns that a mail was read. `SANITISER` grows when the rules change, so that stored text can be redone.
"""

from __future__ import annotations

import html as escaping
import re

import nh3

SANITISER = 1

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "div", "em", "figure", "h1", "h2", "h3", "h4", "hr", "i"),
    *("img", "ins", "li", "ol", "p", "pre", "s", "span", "strike", "strong", "sub", "sup", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "blockquote": {"type"},
}
_LINK = re.compile(r"\bhttps?://[^\s<>\"'«»]+[^\s<>\"'«».,;:!?)\]]", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|li|tr|h[1-4]|blockquote|pre|table)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_MANY_LINES = re.compile(r"\n{3,}")


def clean(markup: str) -> str:
    """The harmless part of a piece of markup."""
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_own_pictures,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def from_text(text: str) -> str:
    """Plain text as markup: blank lines part paragraphs, single ones break, addresses become links."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "".join(f"<p>{_linked(part)}</p>" for part in paragraphs if part.strip())


def to_text(markup: str) -> str:
    """The words of clean markup, a line for each block."""
    text = _TAG.sub("", _BLOCK_END.sub("\n", markup))
    lines = (line.strip() for line in escaping.unescape(text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if value.startswith("cid:") else None
    return value


def _linked(part: str) -> str:
    out, position = [], 0
    for match in _LINK.finditer(part):
        out.append(escaping.escape(part[position : match.start()]))
        address = escaping.escape(match.group())
        out.append(f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>')
        position = match.end()
    out.append(escaping.escape(part[position:]))
    return "".join(out).replace("\n", "<br>")
