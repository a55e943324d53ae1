"""An HTML body as a flat list of nodes in document order.

nh3 (html5ever, the parser of a browser) turns whatever a mail client wrote into well-formed markup first, so
what stands here is a simple reader of well-formed markup. Depth and size are checked before, for html5ever
takes time in the square of the depth; a body beyond the limits is read as text (`crude_text`).
"""

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape

import nh3

from otklik.channels.mail.bounds import (
    MAX_ATTRIBUTES,
    MAX_HTML,
    MAX_HTML_DEPTH,
    MAX_HTML_ENTITIES,
    MAX_HTML_NODES,
)


def names_in(listed: str) -> frozenset[str]:
    """A set of names from a text with blanks between them."""
    return frozenset(listed.split())


VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_TAGS = names_in(
    "a abbr address article aside b big blockquote br caption center cite code col colgroup dd del details"
    " dfn div dl"
    " dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p"
    " pre q s samp"
    " section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var"
    " wbr"
)
_DROPPED = names_in(
    "script style title noscript iframe object embed svg math template xml textarea select button canvas"
    " audio video"
    " map applet frameset"
)
_ATTRIBUTES = names_in(
    "class id style type cite name title alt src href width height colspan rowspan start align valign"
    " color bgcolor"
    " border hidden data-smartmail data-signature-widget"
)
_UNNESTED = names_in("br hr img input meta link col base area wbr source p li td th tr dt dd option tbody")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_BUSY_TAG = re.compile(rf"<[A-Za-z][^<>\s]*(?:\s+[^<>\s]+){{{MAX_ATTRIBUTES}}}")
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r"([a-z][a-z-]*)=\"([^\"]*)\"")
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|max-height:0(?:px)?(?:;|$)")
_PRE_STYLE = re.compile(r"white-space:(?:pre|break-spaces)")
_BREAKING = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|hr)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_SILENT = re.compile(r"<(script|style|title)\b", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """An element (`tag`) or a text (`tag` empty). `end`: index of the first node after it all."""

    tag: str
    parent: int
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    end: int = 0
    hidden: bool = False
    pre: bool = False

    def style(self) -> str:
        """The style attribute in lower case without blanks."""
        return self.attributes.get("style", "").replace(" ", "").lower()


def read_html(markup: str) -> list[Node] | None:
    """Nodes of an HTML body; None when it is longer, deeper or busier than the limits allow."""
    if len(markup) > MAX_HTML or markup.count("&") > MAX_HTML_ENTITIES:
        return None
    if _BUSY_TAG.search(markup) or _is_too_deep(markup):
        return None
    return _nodes(_cleaner().clean(markup))


def crude_text(markup: str) -> str:
    """Text of a body that cannot be read as HTML: tags become line breaks or nothing. One pass."""
    pieces: list[str] = []
    at = 0
    while match := _SILENT.search(markup, at):
        pieces.append(markup[at : match.start()])
        close = markup.find(f"</{match.group(1)}", match.end())
        at = len(markup) if close < 0 else close
    pieces.append(markup[at:])
    broken = _BREAKING.sub(lambda match: "\n" + match.group(), "".join(pieces))
    return unescape(_ANY_TAG.sub("", broken))


@cache
def _cleaner() -> nh3.Cleaner:
    """Compiled once a process, at the first HTML body."""
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={"*": set(_ATTRIBUTES)},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data", "ftp"},
        link_rel=None,
        strip_comments=True,
    )


def _is_too_deep(markup: str) -> bool:
    """Elements that stay open, counted from above: paragraphs and cells close each other and are left out."""
    if markup.count("<") <= MAX_HTML_DEPTH:
        return False
    depth = 0
    for match in _TAG.finditer(markup):
        if match.group(2).lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > MAX_HTML_DEPTH:
            return True
    return False


def _nodes(clean: str) -> list[Node] | None:
    nodes: list[Node] = []
    open_elements: list[int] = []
    for match in _TOKEN.finditer(clean):
        closing, tag, attributes, text = match.groups()
        if len(nodes) > MAX_HTML_NODES:
            return None
        parent = open_elements[-1] if open_elements else -1
        if text is not None:
            _add_text(nodes, parent, _unescaped(text))
        elif closing:
            if open_elements:
                nodes[open_elements.pop()].end = len(nodes)
        else:
            nodes.append(_element(nodes, parent, tag, attributes))
            if tag in VOID:
                nodes[-1].end = len(nodes)
            else:
                open_elements.append(len(nodes) - 1)
    for left_open in open_elements:
        nodes[left_open].end = len(nodes)
    return nodes


def _element(nodes: list[Node], parent: int, tag: str, written: str) -> Node:
    attributes = {name: _unescaped(value) for name, value in _ATTRIBUTE.findall(written)}
    node = Node(tag, parent, attributes=attributes)
    above = nodes[parent] if parent >= 0 else None
    style = node.style()
    node.hidden = (
        (above is not None and above.hidden) or "hidden" in attributes or bool(_HIDDEN.search(style))
    )
    node.pre = (above is not None and above.pre) or tag == "pre" or bool(_PRE_STYLE.search(style))
    return node


def _add_text(nodes: list[Node], parent: int, text: str) -> None:
    """A text inside `<pre>` becomes one node a line, so that a cut can go between its lines."""
    above = nodes[parent] if parent >= 0 else None
    pieces = text.splitlines(keepends=True) if above and above.pre else [text]
    for piece in pieces:
        nodes.append(
            Node(
                "",
                parent,
                piece,
                end=len(nodes) + 1,
                hidden=above is not None and above.hidden,
                pre=len(pieces) > 1,
            )
        )


def _unescaped(text: str) -> str:
    """The few entities nh3 writes."""
    if "&" not in text:
        return text
    plain = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return plain.replace("&amp;", "&")
