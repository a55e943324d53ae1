"""HTML nodes to lines of readable text: paragraphs, lists, tables, links, pictures by name.

Each line remembers the nodes it consists of, so cutting lines cuts the HTML.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from otklik.channels.mail.bounds import SIGNATURE_PICTURE_BYTES
from otklik.channels.mail.htmlmarks import answered_sections, marks_of
from otklik.channels.mail.htmltree import VOID, Node, names_in
from otklik.channels.mail.lines import Hint, Line, normalised, quote_marks, readable

_BREAKS = names_in(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer form h1"
    " h2 h3 h4 h5"
    " h6 header li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_SPACED = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "dl", "figure"}
)
_CELLS = frozenset({"td", "th"})
_NOT_IN_ROW = frozenset({"br", "ul", "ol", "li", "hr", "pre", "blockquote", "h1", "h2", "h3", "table", "tr"})
_TIGHT = re.compile(r"margin(?:-top|-bottom)?:0(?:cm|px|pt|in|;|$)")
_BLANKS = re.compile("[ \t\r\n\f]+")
_TINY = re.compile(r"(?:^|;)(?:width|height):[0-2](?:px|;|$)")
_LONGEST_LINK = 500


@dataclass(frozen=True, slots=True)
class Picture:
    """An inline picture by its Content-ID: the name people see and its size in bytes."""

    name: str
    size: int


def html_lines(nodes: Sequence[Node], pictures: Mapping[str, Picture]) -> list[Line]:
    """Lines of an HTML body. `pictures`: attached ones by Content-ID in lower case."""
    return _Writer(nodes, pictures).write()


def is_tracking(node: Node) -> bool:
    """A picture too small to be seen: it only tells the sender that the mail was opened."""
    sizes = (node.attributes.get("width", ""), node.attributes.get("height", ""))
    return any(size.strip().removesuffix("px") in ("0", "1", "2") for size in sizes) or bool(
        _TINY.search(node.style())
    )


def is_tight(node: Node) -> bool:
    """A paragraph without space around it: Outlook's, and those with margin:0."""
    return node.attributes.get("class", "").startswith("Mso") or _TIGHT.search(node.style()) is not None


class _Open(NamedTuple):
    """An element that is open, with what held outside it."""

    node: Node
    depth: int
    hint: Hint
    is_row: bool
    pieces: int
    """Pieces of the line that stood before it."""


class _Writer:
    """Walks the nodes once, collecting the current line."""

    def __init__(self, nodes: Sequence[Node], pictures: Mapping[str, Picture]) -> None:
        self._nodes = nodes
        self._pictures = pictures
        self._rows = _rows_of_data(nodes)
        self._answered = answered_sections(nodes)
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._leaves: list[int] = []
        self._open: list[_Open] = []
        self._depth = 0
        self._hint = Hint.NONE
        self._lists: list[int] = []
        self._begun: tuple[int, Hint] | None = None
        self._wants_blank = False
        self._cell_gap = False
        self._bullet = ""
        self._in_rows = 0
        self._shows_picture = False
        self._is_pre = False

    def write(self) -> list[Line]:
        for number, node in enumerate(self._nodes):
            while self._open and self._open[-1].node.end <= number:
                self._close(self._open.pop())
            if node.hidden:
                continue
            if not node.tag:
                self._text(number, node)
            elif node.tag in VOID:
                self._void(number, node)
            else:
                self._enter(number, node)
        while self._open:
            self._close(self._open.pop())
        self._flush()
        return self._lines

    def _enter(self, number: int, node: Node) -> None:
        deeper, hint = (1, Hint.HISTORY) if number in self._answered else marks_of(node)
        self._open.append(_Open(node, self._depth, self._hint, number in self._rows, len(self._pieces)))
        if node.tag in _CELLS:
            self._enter_cell()
        elif node.tag in _BREAKS and not self._in_rows:
            self._break(node)
        if node.tag in ("ul", "ol"):
            self._lists.append(_number_before(node) if node.tag == "ol" else -1)
        elif node.tag == "li":
            self._bullet = self._next_bullet()
        self._in_rows += number in self._rows
        self._depth += deeper
        self._hint |= hint

    def _close(self, closed: "_Open") -> None:
        node = closed.node
        self._in_rows -= closed.is_row
        if node.tag == "a":
            self._link_target(node, "".join(self._pieces[closed.pieces :]))
        elif node.tag in ("ul", "ol"):
            self._lists.pop()
        if node.tag in _BREAKS and not self._in_rows:
            self._break(node)
        elif node.tag in _CELLS and not self._in_rows:
            self._flush()
        if node.tag == "li":
            self._bullet = ""
        self._depth, self._hint = closed.depth, closed.hint

    def _break(self, node: Node) -> None:
        """A new line, and a blank one before it for what stands apart on the screen."""
        self._flush()
        self._wants_blank |= node.tag in _SPACED and not self._lists and not is_tight(node)

    def _enter_cell(self) -> None:
        if self._in_rows:
            self._cell_gap = bool(self._pieces)
        else:
            self._flush()

    def _next_bullet(self) -> str:
        if not self._lists:
            return "- "
        indent = "  " * (len(self._lists) - 1)
        if self._lists[-1] < 0:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def _text(self, number: int, node: Node) -> None:
        if node.pre:
            self._is_pre = True
            self._add(number, node.text.rstrip("\r\n"))
            if node.text.endswith(("\n", "\r")):
                self._flush(always=True)
            return
        text = _BLANKS.sub(" ", node.text)
        if not self._pieces:
            text = text.lstrip(" ")
        if text:
            self._add(number, text)

    def _void(self, number: int, node: Node) -> None:
        if node.tag == "br":
            self._leaves.append(number)
            if self._in_rows:
                self._pieces.append(" ")
            else:
                self._flush(always=True)
        elif node.tag == "hr":
            self._flush()
            self._add(number, "----------")
            self._flush()
        elif node.tag == "img" and not is_tracking(node):
            self._picture(number, node)

    def _picture(self, number: int, node: Node) -> None:
        source = node.attributes.get("src", "")
        picture = self._pictures.get(source[4:].lower()) if source.lower().startswith("cid:") else None
        alternative = normalised(node.attributes.get("alt", ""))
        if picture is not None:
            self._shows_picture |= picture.size >= SIGNATURE_PICTURE_BYTES
            self._add(number, f"{self._gap()}[{picture.name}]")
        elif len(alternative) <= 4:
            self._add(number, alternative)  # a smile is drawn as a picture with itself as the alternative
        else:
            self._add(number, f"{self._gap()}[{alternative[:100]}]")

    def _gap(self) -> str:
        """A blank between words and a picture's name."""
        return " " if self._pieces and not self._pieces[-1].endswith((" ", "\u00a0")) else ""

    def _link_target(self, node: Node, words: str) -> None:
        """The address of a link after its words, unless the words are the address."""
        target = node.attributes.get("href", "").strip()
        scheme, _, rest = target.partition(":")
        bare = rest.strip("/").removeprefix("www.").rstrip("/")
        if (
            scheme not in ("http", "https", "mailto")
            or not words.strip()
            or not 0 < len(target) <= _LONGEST_LINK
        ):
            return
        shown = rest if scheme == "mailto" else target
        if bare.lower() not in words.lower() and not words.rstrip().endswith("]"):
            self._pieces.append(f" ({shown})")

    def _add(self, number: int, text: str) -> None:
        if self._begun is None:
            self._begun = (self._depth, self._hint)
        if self._cell_gap and text.strip():
            self._pieces.append(" " if self._pieces[-1].rstrip().endswith(":") else " | ")
            self._cell_gap = False
        self._pieces.append(text)
        self._leaves.append(number)

    def _flush(self, *, always: bool = False) -> None:
        """Ends the current line. `always`: also an empty one (`<br>`)."""
        written = "".join(self._pieces)
        if not self._leaves and not always:
            return
        depth, hint = self._begun or (self._depth, self._hint)
        if self._shows_picture:
            hint |= Hint.PICTURE
        marks = quote_marks(written)
        text = normalised(written[len(marks) :])
        depth += marks.count(">")
        if text and self._wants_blank and self._lines and not self._lines[-1].is_blank:
            self._lines.append(Line("", "> " * depth, depth, hint & ~Hint.TAIL))
        self._wants_blank &= not text
        words = readable(written[len(marks) :]) if text else ""
        bullet = self._bullet if text else ""
        shown = f"{'> ' * depth}{bullet}{written.rstrip() if self._is_pre else words}"
        self._lines.append(Line(text, shown, depth, hint, tuple(self._leaves)))
        self._bullet = self._bullet if not text else ""
        self._pieces, self._leaves, self._begun = [], [], None
        self._shows_picture = self._is_pre = self._cell_gap = False


def _number_before(node: Node) -> int:
    start = node.attributes.get("start", "1")
    return int(start) - 1 if start.isdecimal() and len(start) < 6 else 0


def _rows_of_data(nodes: Sequence[Node]) -> set[int]:
    """Table rows that read best on one line: two or more cells, each a word or a sentence."""
    rows: set[int] = set()
    for number, node in enumerate(nodes):
        if node.tag == "tr" and not node.hidden and _is_data(nodes, number):
            rows.add(number)
    return rows


def _is_data(nodes: Sequence[Node], row: int) -> bool:
    cells = paragraphs = 0
    for number in range(row + 1, nodes[row].end):
        node = nodes[number]
        if node.tag in _NOT_IN_ROW:
            return False
        if node.tag in _CELLS:
            cells += 1
            paragraphs = 0
        elif node.tag in ("p", "div"):
            paragraphs += 1
            if paragraphs > 1:
                return False
    return cells > 1
