"""From sections to what people read: the new text, the full text, safe HTML, files that know where they are
shown.

Where a mail has both versions, they are two witnesses of one letter. The markup of the HTML says surely what
is a quote; the plain version has the sender's own words, without our reading of tables, links and pictures.
So the whole text is the plain one unless that is a stub ("your program shows no HTML"), and the new text is
the plain one where both cuts say the same or where only the plain version has a recognisable history. Where
they differ in line breaks alone, the HTML has those of the sender and not those of column 76.
"""

import binascii
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from otklik.channels.mail.bounds import MAX_DATA_PICTURES, MAX_TEXT
from otklik.channels.mail.htmlclean import clean_html, html_of_text
from otklik.channels.mail.htmltext import Picture, html_lines
from otklik.channels.mail.htmltree import Node, crude_text, read_html
from otklik.channels.mail.inbound import InboundAttachment
from otklik.channels.mail.lines import Line, shown_text, text_lines
from otklik.channels.mail.quotes import Cut, cut
from otklik.channels.mail.sections import Contents, Section

_DATA_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp);base64,([A-Za-z0-9+/=\s%]+)$", re.IGNORECASE)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_WORD = re.compile(r"\w{2,}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()]*")
_PICTURE = re.compile(r"\[[^\[\]\n]{1,255}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?)\]", re.IGNORECASE)
_STUB_SHARE = 0.5
_SAME_SHARE = 0.7
_ALIKE_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Body:
    """The readable side of a mail."""

    text: str
    full_text: str
    html: str
    full_html: str
    attachments: tuple[InboundAttachment, ...]
    shortened: bool


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of the text, with its cut."""

    lines: list[Line]
    cut: Cut

    @property
    def text(self) -> str:
        return shown_text(list(self.cut.lines), quotes_apart=self.cut.shortened)

    @property
    def full_text(self) -> str:
        return shown_text(self.lines)


def read_body(contents: Contents, *, reply: bool, forward: bool) -> Body:
    """Texts, HTML and files of a mail."""
    plain = _plain_version(contents.sections, reply=reply, forward=forward)
    markup = _markup(contents.sections)
    files = list(contents.files)
    nodes = read_html(markup) if markup else []
    if not nodes:
        return _without_html(plain, markup, contents, reply=reply, forward=forward)
    _resolve_pictures(nodes, files)
    lines = html_lines(nodes, {file.content_id.lower(): _picture(file) for file in files if file.content_id})
    rich = _Version(lines, cut(lines, reply=reply, forward=forward))
    new = plain if plain is not None and _tells_what_is_new(plain, rich) else rich
    whole = plain if plain is not None and _tells_all(plain, rich, new.text) else rich
    kept = _kept_leaves(rich) if rich.cut.shortened else None
    return Body(
        text=new.text[:MAX_TEXT],
        full_text=whole.full_text[:MAX_TEXT],
        html=clean_html(nodes, kept),
        full_html=clean_html(nodes),
        attachments=tuple(_placed(files, nodes, kept)),
        shortened=contents.shortened or len(whole.full_text) > MAX_TEXT,
    )


def _plain_version(sections: Sequence[Section], *, reply: bool, forward: bool) -> _Version | None:
    """The plain text, where every section has one."""
    texts = [section.plain for section in sections if section.plain is not None]
    if not texts or len(texts) < len(sections):
        return None
    lines = text_lines("\n\n".join(texts) if len(texts) > 1 else texts[0])
    return _Version(lines, cut(lines, reply=reply, forward=forward))


def _markup(sections: Sequence[Section]) -> str:
    """The HTML of all sections; empty when none has any."""
    if not any(section.html and section.html.strip() for section in sections):
        return ""
    pieces = [section.html or f"<div>{html_of_text(section.plain or '')}</div>" for section in sections]
    return "\n".join(pieces)


def _without_html(
    plain: _Version | None, markup: str, contents: Contents, *, reply: bool, forward: bool
) -> Body:
    """A plain mail, or one whose HTML is too wild to be read with its structure."""
    html = full_html = ""
    if markup and (plain is None or not plain.full_text):
        lines = text_lines(crude_text(markup)[:MAX_TEXT])
        plain = _Version(lines, cut(lines, reply=reply, forward=forward))
        html, full_html = html_of_text(plain.text), html_of_text(plain.full_text)
    text, full_text = (plain.text, plain.full_text) if plain else ("", "")
    shortened = contents.shortened or len(full_text) > MAX_TEXT
    return Body(text[:MAX_TEXT], full_text[:MAX_TEXT], html, full_html, tuple(contents.files), shortened)


def _tells_all(plain: _Version, rich: _Version, new: str) -> bool:
    """Whether the plain version is the whole letter, the new text in it included.

    Where both are the same but for line breaks, the HTML has those of the paragraphs.
    """
    plain_words, rich_words = _words(plain.full_text), _words(rich.full_text)
    if not plain_words or plain_words.total() < _STUB_SHARE * rich_words.total():
        return not rich.full_text
    return not _words(new) - plain_words and plain.full_text.split() != _apart(rich.full_text).split()


def _tells_what_is_new(plain: _Version, rich: _Version) -> bool:
    """Whether the plain version tells more truly, or as truly, what is new."""
    plain_words, rich_words = _words(plain.text), _words(rich.text)
    if not rich_words and not rich.text:
        return bool(plain.text)
    if not (plain.cut.shortened or rich.cut.shortened) and _tells_all(plain, rich, _apart(rich.text)):
        return True
    shared = (plain_words & rich_words).total()
    if shared >= _ALIKE_SHARE * max(plain_words.total(), rich_words.total(), 1):
        return bool(plain_words) and plain.text.split() != rich.text.split()
    if plain.cut.shortened and not rich.cut.shortened:
        is_stub = rich_words.total() < _STUB_SHARE * plain_words.total()
        return bool(plain_words) and (is_stub or len(plain.text) < len(rich.text))
    if plain_words.total() < _STUB_SHARE * rich_words.total():
        return False
    return shared < _SAME_SHARE * plain_words.total() and not rich.cut.shortened


def _words(text: str) -> Counter[str]:
    """Words of a text; addresses of links are written out by the one version and hidden by the other."""
    return Counter(_WORD.findall(_LINK.sub(" ", text[:20_000].lower())))


def _apart(text: str) -> str:
    """A text of the rich version without the names of its pictures, which the plain one does not tell."""
    return _PICTURE.sub(" ", text)


def _kept_leaves(version: _Version) -> set[int]:
    """Nodes of the kept lines, blank ones at both ends left out."""
    lines = list(version.cut.lines)
    while lines and lines[0].is_blank:
        lines.pop(0)
    while lines and lines[-1].is_blank:
        lines.pop()
    return {leaf for line in lines for leaf in line.leaves}


def _resolve_pictures(nodes: Sequence[Node], files: list[InboundAttachment]) -> None:
    """Makes `cid:` addresses equal to the files' ids, and files of the pictures pasted as `data:`."""
    ids = {file.content_id.lower(): file.content_id for file in files if file.content_id}
    pasted = 0
    for node in nodes:
        source = node.attributes.get("src", "") if node.tag == "img" else ""
        if source[:4].lower() == "cid:":
            written = _PERCENT.sub(lambda match: chr(int(match.group(1), 16)), source[4:]).strip("<> ")
            node.attributes["src"] = f"cid:{ids.get(written.lower(), written)}"
        elif source[:5].lower() == "data:":
            pasted += 1
            file = _pasted_picture(source, pasted) if pasted <= MAX_DATA_PICTURES else None
            node.attributes["src"] = f"cid:{file.content_id}" if file else ""
            if file:
                files.append(file)


def _pasted_picture(source: str, number: int) -> InboundAttachment | None:
    match = _DATA_PICTURE.match(source)
    if match is None:
        return None
    kind = match.group(1).lower().replace("jpg", "jpeg")
    try:
        content = binascii.a2b_base64(
            match.group(2).replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
        )
    except binascii.Error:
        return None
    name = f"image-{number}.{'jpg' if kind == 'jpeg' else kind}"
    return InboundAttachment(
        name=name, content_type=f"image/{kind}", content=content, content_id=f"pasted-{number}@inline"
    )


def _picture(file: InboundAttachment) -> Picture:
    return Picture(file.name, file.size)


def _placed(
    files: Sequence[InboundAttachment], nodes: Sequence[Node], kept: set[int] | None
) -> list[InboundAttachment]:
    """The files, those shown in the HTML marked, and those shown in its cut part only."""
    shown: set[str] = set()
    shown_in_new: set[str] = set()
    for number, node in enumerate(nodes):
        source = node.attributes.get("src", "") if node.tag == "img" else ""
        if source.startswith("cid:"):
            shown.add(source[4:])
            if kept is None or number in kept:
                shown_in_new.add(source[4:])
    return [
        replace(file, inline=True, quoted=file.content_id not in shown_in_new)
        if file.content_id and file.content_id in shown
        else file
        for file in files
    ]
