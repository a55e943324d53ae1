"""What mail clients' markup says: this is a quote, a "so-and-so wrote", a signature, the beginning of
history.

Names as the clients write them. Outlook puts `x_` and Gmail `gmail-m_…` before foreign ids and classes, Yahoo
`ydp…`, so endings are compared.
"""

import re
from collections.abc import Sequence

from otklik.channels.mail.htmltree import Node
from otklik.channels.mail.lines import Hint

_HISTORY = ("yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "skiff_quote", "iosymail")
_QUOTE = (*_HISTORY, "gmail_quote", "mailru-blockquote", "moz-quote", "wps_quotion", "cite")
_ATTRIBUTION = (
    "gmail_attr",
    "moz-cite-prefix",
    "reply-intro",
    "yahoo-quoted-begin",
    "protonmail_attribution",
)
_TAIL = (
    "divrplyfwdmsg",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "olk_src_body_section",
    "outlookmessageheader",
    "replyforwardheader",
    "isreplycontent",
    "orimsghtmlseperator",
)
_SIGNATURE = (
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "yahoo-signature",
    "protonmail_signature_block",
    "tutanota_signature",
    "ms-outlook-mobile-signature",
    "ms-outlook-ios-signature",
    "composer_signature",
    "signature",
)
_OUTLOOK_RULE = re.compile(
    r"border-top:(?:solid#(?:e1e1e1|b5c4df)1(?:\.0)?pt|1(?:\.0)?ptsolid(?:#(?:e1e1e1|b5c4df)"
    r"|rgb\((?:225,225,225|181,196,223)\)))"
)
_QUOTE_STYLE = re.compile(r"border-left(?:-width|-style)?:(?!none|0(?:px)?(?:;|$|none|solid))")


def marks_of(node: Node) -> tuple[int, Hint]:
    """How much deeper an element quotes its content, and what it says about it."""
    names = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}".lower().split()
    depth, hint = _quote(node, names)
    if not names and not node.attributes:
        return depth, hint
    if any(name.endswith(_ATTRIBUTION) for name in names):
        hint |= Hint.ATTRIBUTION
    if any(name.endswith(_TAIL) for name in names) or (
        node.tag == "div" and _OUTLOOK_RULE.search(node.style()) is not None
    ):
        hint |= Hint.TAIL
    if _is_signature(node, names):
        hint |= Hint.SIGNATURE
    return depth, hint


def answered_sections(nodes: Sequence[Node]) -> set[int]:
    """Containers some programs name for what is answered, below one they name for the answer.

    One with a quote inside is told by that quote. The outermost count, so each node is looked at once.
    """
    found: set[int] = set()
    has_answer = False
    end = 0
    for number, node in enumerate(nodes):
        name = node.attributes.get("name", "").lower() if number >= end else ""
        has_answer |= name == "messagebodysection"
        if has_answer and name == "messagereplysection":
            end = node.end
            if not any(below.tag == "blockquote" for below in nodes[number:end]):
                found.add(number)
    return found


def _quote(node: Node, names: list[str]) -> tuple[int, Hint]:
    is_history = any(name.endswith(_HISTORY) for name in names)
    if node.tag != "blockquote":
        return (1, Hint.HISTORY) if is_history else (0, Hint.NONE)
    attributes = node.attributes
    is_cited = attributes.get("type", "").lower() == "cite" or "cite" in attributes
    if is_cited or is_history or any(name.endswith(_QUOTE) for name in names):
        return 1, Hint.HISTORY if is_history else Hint.NONE
    return 1, Hint.NONE if _QUOTE_STYLE.search(node.style()) else Hint.SOFT


def _is_signature(node: Node, names: list[str]) -> bool:
    if node.attributes.get("data-signature-widget") == "container":  # Mail.ru
        return True
    if node.attributes.get("data-smartmail") == "gmail_signature":
        return True
    return any(name.endswith(_SIGNATURE) and not name.endswith("applemailsignature") for name in names)
