"""Safe HTML for the desk's page: what the cut kept, the sender's layout reduced to what helps reading.

Nothing is loaded when a message is opened: remote pictures keep their address in `data-remote-src` without a
`src`, pictures too small to be seen are dropped, attached ones stay as `cid:` for the page to resolve. Text
colours stay where they mean something (an answer in red); black on white does not, so the dark theme works.
The last word has nh3 with a short list of allowed tags, attributes and address schemes.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

import nh3

from otklik.channels.mail.htmltext import is_tracking
from otklik.channels.mail.htmltree import VOID, Node, names_in

SANITISER_VERSION = 1
"""Rises when the rules change, so that stored messages can be cleaned again from the raw mail."""

REMOTE_SOURCE = "data-remote-src"

_KEPT_TAGS = names_in(
    "a b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre s"
    " small span"
    " strike strong sub sup table tbody td tfoot th thead tr u ul"
)
_RENAMED = {
    "font": "span",
    "center": "div",
    "section": "div",
    "article": "div",
    "header": "div",
    "footer": "div",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "title", REMOTE_SOURCE},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
    "table": {"border", "align"},
    "ol": {"start", "type"},
    "*": {"style", "dir"},
}
_STYLES = {
    "color": re.compile(r"[a-z]{3,20}|#[0-9a-f]{3,8}|rgba?\([\d,.%]{5,40}\)"),
    "background-color": re.compile(r"[a-z]{3,20}|#[0-9a-f]{3,8}|rgba?\([\d,.%]{5,40}\)"),
    "font-weight": re.compile(r"bold|bolder|[6-9]00"),
    "font-style": re.compile(r"italic|oblique"),
    "text-decoration": re.compile(r"underline|line-through"),
    "text-align": re.compile(r"left|right|center|justify"),
    "white-space": re.compile(r"pre|pre-wrap|pre-line|break-spaces"),
}
_GREYS = names_in(
    "black white windowtext window initial inherit transparent currentcolor gray grey silver darkgray"
    " darkgrey dimgray"
    " dimgrey lightgray lightgrey whitesmoke gainsboro snow ivory"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WHOLE = re.compile(r"\d{1,4}(?:px|%)?")
_EMPTY = re.compile(r"<(span|b|i|u|em|strong|s|a)(?: [^>]*)?></\1>")


def clean_html(nodes: Sequence[Node], kept_leaves: set[int] | None = None) -> str:
    """Safe HTML of the nodes. `kept_leaves`: texts, breaks and pictures to keep; None keeps all."""
    written = _Writer(nodes, _dead(nodes, kept_leaves)).write()
    return _EMPTY.sub("", _cleaner().clean(written)).strip()


def html_of_text(text: str) -> str:
    """A plain text as HTML, its line breaks kept."""
    return "<br>\n".join(escape(line, quote=False) for line in text.split("\n")) if text else ""


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_KEPT_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        filter_style_properties=set(_STYLES),
    )


def _dead(nodes: Sequence[Node], kept_leaves: set[int] | None) -> list[bool]:
    """Nodes left out: hidden ones, cut ones, and elements in which everything was cut."""
    kept = [0] * len(nodes)
    cut = [0] * len(nodes)
    for number, node in enumerate(nodes):
        if node.tag and node.tag not in VOID:
            continue
        gone = node.hidden or (kept_leaves is not None and number not in kept_leaves and not _is_blank(node))
        (cut if gone else kept)[number] = 0 if not gone and _is_blank(node) else 1
    for number in range(len(nodes) - 1, -1, -1):
        parent = nodes[number].parent
        if parent >= 0:
            kept[parent] += kept[number]
            cut[parent] += cut[number]
    return [cut[number] > 0 and kept[number] == 0 for number in range(len(nodes))]


def _is_blank(node: Node) -> bool:
    return not node.tag and not node.text.strip(" \t\r\n")


class _Writer:
    """Writes the living nodes as markup."""

    def __init__(self, nodes: Sequence[Node], dead: Sequence[bool]) -> None:
        self._nodes = nodes
        self._dead = dead
        self._out: list[str] = []

    def write(self) -> str:
        closing: list[tuple[int, str]] = []
        number = 0
        while number < len(self._nodes):
            while closing and closing[-1][0] <= number:
                self._out.append(closing.pop()[1])
            node = self._nodes[number]
            if self._dead[number] or node.hidden:
                number = node.end
                continue
            end_tag = self._open(node)
            if end_tag:
                closing.append((node.end, end_tag))
            number += 1
        self._out.extend(end_tag for _, end_tag in reversed(closing))
        return "".join(self._out)

    def _open(self, node: Node) -> str:
        """Writes a text or a start tag; gives the end tag to write later."""
        if not node.tag:
            self._out.append(escape(node.text, quote=False))
            return ""
        tag = _RENAMED.get(node.tag, node.tag)
        if tag == "img":
            self._out.append(_picture(node))
        if tag not in _KEPT_TAGS or tag == "img":
            return ""
        attributes = _attributes(tag, node)
        if tag == "span" and not attributes:
            return ""
        self._out.append(f"<{tag}{attributes}>")
        return "" if tag in VOID else f"</{tag}>"


def _attributes(tag: str, node: Node) -> str:
    names = _ATTRIBUTES.get(tag, set())
    pairs = [(name, value) for name, value in node.attributes.items() if name in names]
    style = _style(node)
    if style:
        pairs.append(("style", style))
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _style(node: Node) -> str:
    """The few properties that carry meaning, with values of the known shapes only."""
    wanted: dict[str, str] = {}
    if node.tag == "font":
        wanted["color"] = node.attributes.get("color", "").lower()
    if node.tag == "center":
        wanted["text-align"] = "center"
    for declaration in node.attributes.get("style", "").lower().split(";")[:60]:
        name, _, value = declaration.partition(":")
        wanted[name.strip()] = value.replace("!important", "").strip().replace(", ", ",")
    kept = []
    for name, value in wanted.items():
        shape = _STYLES.get(name)
        if shape and shape.fullmatch(value) and not (name.endswith("color") and _is_grey(value)):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_grey(colour: str) -> bool:
    """Black, white and everything between: layout, not meaning."""
    if colour in _GREYS:
        return True
    if colour.startswith("#"):
        digits = colour[1:]
        step = 1 if len(digits) < 5 else 2
        parts = [
            int(digits[at : at + step] * (3 - step), 16)
            for at in (0, step, 2 * step)
            if digits[at : at + step]
        ]
    elif colour.startswith("rgb"):
        parts = [int(float(part)) for part in _NUMBER.findall(colour)[:3]]
    else:
        return False
    return max(parts, default=0) - min(parts, default=0) < 40


def _picture(node: Node) -> str:
    """An attached picture as it is, a remote one without being loaded, everything else as its words."""
    if is_tracking(node):
        return ""
    source = node.attributes.get("src", "").strip()
    alternative = escape(node.attributes.get("alt", "")[:300])
    sizes = "".join(
        f' {name}="{node.attributes[name].removesuffix("px")}"'
        for name in ("width", "height")
        if _WHOLE.fullmatch(node.attributes.get(name, ""))
    )
    scheme = source[:8].lower()
    if scheme.startswith("cid:"):
        return f'<img src="{escape(source)}" alt="{alternative}"{sizes}>'
    if scheme.startswith(("http:", "https:")):
        return f'<img {REMOTE_SOURCE}="{escape(source)}" alt="{alternative}"{sizes}>'
    return alternative
