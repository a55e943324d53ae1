"""A letter as its sender made it, as a page for a frame in which nothing runs and nothing is loaded. Pure.

The markup is `htmlclean`'s: no scripts, forms, frames, styles of its own. Attached pictures are drawn anew
and put into the page itself, remote ones only where they are given (`remote_pictures`): the frame has no
origin, so it could not ask our server for anything.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import unescape

from otklik.channels.mail.htmlclean import REMOTE_SOURCE, html_of_text
from otklik.channels.mail.inbound import InboundMail
from otklik.core.pictures import Drawn, NoPicture, drawn

FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)
MOST_PICTURES = 40
_BOX = (1600, 1600)
_REMOTE = re.compile(rf'{REMOTE_SOURCE}="([^"]*)"')
_REMOTE_PICTURE = re.compile(rf'<img {REMOTE_SOURCE}="[^"]*" alt="([^"]*)"[^>]*>')
_ATTACHED = re.compile(r'src="cid:([^"]*)"')
_STYLE = (
    "body{margin:16px;font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff}"
    "body{overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
    "blockquote{margin:0 0 0 12px;padding-left:12px;border-left:2px solid #d0d5db}"
    f"img[{REMOTE_SOURCE}]{{border:1px dashed #aab}}"
)


def remote_addresses(mail: InboundMail) -> Sequence[str]:
    """Addresses of the pictures that are not in the letter, each once, in its order."""
    return list(dict.fromkeys(unescape(found) for found in _REMOTE.findall(mail.full_html)))


def without_remote(markup: str) -> str:
    """The same markup with a remote picture's words in its place: a message shows no empty frames."""
    return _REMOTE_PICTURE.sub(lambda match: f"[{match.group(1)}]" if match.group(1) else "", markup)


def page_of(mail: InboundMail, remote: Mapping[str, Drawn]) -> str:
    """The whole page. `remote`: pictures to show in place of their addresses."""
    markup = mail.full_html or f'<div style="white-space:pre-wrap">{html_of_text(mail.full_text)}</div>'
    attached = _attached(mail)
    markup = _ATTACHED.sub(lambda match: _source(attached.get(unescape(match.group(1)))), markup)
    markup = _REMOTE.sub(lambda match: _source(remote.get(unescape(match.group(1))), match.group()), markup)
    return (
        '<!doctype html><html><head><meta charset="utf-8"><base target="_blank">'
        f"<style>{_STYLE}</style></head><body>{markup}</body></html>"
    )


def _attached(mail: InboundMail) -> Mapping[str, Drawn]:
    shown = [file for file in mail.attachments if file.inline][:MOST_PICTURES]
    pictures: dict[str, Drawn] = {}
    for file in shown:
        try:
            pictures[file.content_id] = drawn(file.content, _BOX)
        except NoPicture:
            continue  # the frame shows its words instead
    return pictures


def _source(picture: Drawn | None, otherwise: str = "") -> str:
    if picture is None:
        return otherwise
    return f'src="data:{picture.content_type};base64,{base64.b64encode(picture.content).decode("ascii")}"'
