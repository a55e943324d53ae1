"""A mail body as lines: what the rules for quotes and signatures look at, made alike from text and from HTML.

A line knows how deeply it is quoted and what the mail client's markup said about it. So there is one set of
rules for both kinds of body, and a cut in the HTML is the same cut as in the text.
"""

import re
from collections.abc import Sequence
from enum import IntFlag
from itertools import pairwise
from typing import NamedTuple

from otklik.channels.mail.bounds import MAX_LINES


class Hint(IntFlag):
    """What markup tells about a line beyond its words."""

    NONE = 0
    ATTRIBUTION = 1
    """The client marked it as "so-and-so wrote"."""
    HISTORY = 2
    """Inside a container clients use for history only."""
    TAIL = 4
    """From here on everything is history (Outlook writes answers above, never below)."""
    SIGNATURE = 8
    """Inside the client's signature container."""
    SOFT = 16
    """Inside a blockquote without any mark of a quote: an indented paragraph, perhaps."""
    PICTURE = 32
    """Carries a picture too large to be a logo."""


class Line(NamedTuple):
    """`text`: the words, quote marks and odd blanks taken off. `shown`: the line as it is written out if
    kept.

    `depth`: how many times quoted. `leaves`: the nodes of the HTML tree it consists of.
    """

    text: str
    shown: str
    depth: int = 0
    hint: Hint = Hint.NONE
    leaves: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing a person would miss: no letter, digit or picture."""
        return not self.text


_QUOTE_MARKS = re.compile(r"[ \t]{0,3}>(?:[ \t]{0,2}>)*")
_INITIALS = re.compile(r"[ \t]{0,2}[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё]{0,3}(>+)[ \t]?")
_WROTE = re.compile(r"\b(?:писали|wrote)\b.{0,60}:\s*$", re.IGNORECASE | re.MULTILINE)
_ODD_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
"""What no text needs and what can lie about it: controls, and marks that turn the direction around."""
_JOINED = re.compile("(?<=\\S)[\u200c\u200d\ufe0f]+(?=\\S)|(?<=\\S)\ufe0f")
"""Inside words and emoji these are letters' work: Persian plurals, a family, a red heart."""
_SHARED = re.compile(
    r"([^>\s].{0,300}?\S)(?:-{2,} ?| )(On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}, .{5,200} wrote:)$"
)
_LONGEST_READ = 20_000
_LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_SOFT_BREAK = " "


def normalised(text: str) -> str:
    """Words of a line as the rules compare them: single blanks, nothing invisible."""
    return _ODD_BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def readable(text: str) -> str:
    """The same for showing: what joins letters and emoji stays between them."""
    if len(text) > _LONGEST_READ or _JOINED.search(text) is None:
        return normalised(text)
    ends = [0, *(at for found in _JOINED.finditer(text) for at in found.span()), len(text)]
    pieces = [text[start:end] for start, end in pairwise(ends)]
    kept = (_INVISIBLE.sub("", piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces))
    return _ODD_BLANKS.sub(" ", "".join(kept)).strip()


def quote_marks(written: str) -> str:
    """The ">" marks a line begins with, blanks between them included."""
    match = _QUOTE_MARKS.match(written)
    return match.group() if match else ""


def text_lines(body: str, *, initials: bool = True) -> list[Line]:
    """Lines of a text/plain body. `initials`: know The Bat!'s quoting too ("ИП> …" after "Вы писали:")."""
    by_initials = initials and _WROTE.search(body[:20_000]) is not None
    written = _LINE_BREAK.split(body, MAX_LINES)
    apart = (piece for line in written for piece in _apart(line.rstrip()))
    return [_text_line(line, by_initials=by_initials) for line in apart]


def _apart(written: str) -> Sequence[str]:
    """Some programs put "On Monday so-and-so wrote:" on the line of the answer's last words."""
    match = _SHARED.match(written) if written.endswith("wrote:") else None
    return match.groups() if match else (written,)


def _text_line(written: str, *, by_initials: bool) -> Line:
    match = _QUOTE_MARKS.match(written)
    clean = _UNWANTED.sub("", written)
    if match:
        return Line(normalised(written[match.end() :]), clean, match.group().count(">"))
    match = _INITIALS.match(written) if by_initials else None
    if match:
        return Line(normalised(written[match.end() :]), clean, len(match.group(1)))
    return Line(normalised(written), clean)


def unflowed(body: str, *, delete_space: bool = False) -> str:
    """A format=flowed body (RFC 3676) with its paragraphs put together again.

    A line that ends in a blank goes on in the next line of the same quote depth; "-- " never does.
    """
    out: list[str] = []
    open_depth = -1
    for line in _LINE_BREAK.split(body):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]  # space-stuffing
        flows = content.endswith(_SOFT_BREAK) and content != "-- "
        if open_depth == depth and content != "-- ":
            out[-1] += content
        else:
            out.append("> " * depth + content if depth else content)
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(out)


def shown_text(lines: list[Line], *, quotes_apart: bool = False) -> str:
    """Lines written out, never two blank ones in a row. `quotes_apart`: one above each quote."""
    out: list[str] = []
    depth = 0
    for line in lines:
        if quotes_apart and line.depth > 0 and depth == 0 and out and out[-1]:
            out.append("")
        depth = line.depth
        if line.shown.strip() or (out and out[-1]):
            out.append(line.shown.rstrip())
    return "\n".join(out).strip("\n")
