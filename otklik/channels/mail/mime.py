"""The tree of MIME parts (RFC 2046) over the raw bytes, bounded by construction.

Why not `email.message_from_bytes`: it has no limits, recurses once per nesting and holds the mail several
times over as text lines, so that an ordinary 30 MB mail does not fit into the child's memory and a hostile
one takes its time. Here a part is two offsets into the raw bytes; looking for boundaries is a substring
search, so reading is linear in the size of the mail and its depth. The tests hold the result against the
standard library on well-formed mail.

An attached message (message/rfc822) is one file and is not opened.
"""

import re
from dataclasses import dataclass, field
from itertools import chain

from otklik.channels.mail.bounds import MAX_DEPTH, MAX_MAIL_BYTES, MAX_PARTS, MailRefused
from otklik.channels.mail.headers import Headers, parameters, read_block
from otklik.channels.mail.transfer import undone

_KNOWN_MAIN_TYPES = {
    "text",
    "image",
    "audio",
    "video",
    "application",
    "multipart",
    "message",
    "font",
    "model",
}
_GUESS_WINDOW = 4000
_REST_OF_BOUNDARY = rb"[ \t\r\v\f]*+(--)?[ \t\r\v\f]*+(?=\n|\Z)"
"""What may follow a boundary in its line: white space (RFC 2046, 5.1.1) and, in the last, two dashes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, its place in the raw mail, its children when it is a container."""

    raw: bytes = field(repr=False)
    headers: Headers
    start: int
    end: int
    content_type: str
    parameters: dict[str, str]
    children: tuple["Part", ...] = ()

    @property
    def encoded(self) -> bytes:
        """The body as it stands in the mail."""
        return self.raw[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return undone(self.encoded, self.headers.first("Content-Transfer-Encoding"))

    @property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """Content-Disposition: "attachment", "inline" or empty, and its parameters."""
        return parameters(self.headers.first("Content-Disposition"))

    def walk(self) -> list["Part"]:
        """This part and everything below it, in the order of the mail."""
        return [self, *(below for child in self.children for below in child.walk())]


def read_tree(raw: bytes) -> Part:
    """The parts of a raw mail. Raises MailRefused outside the limits of `bounds`."""
    if len(raw) > MAX_MAIL_BYTES:
        raise MailRefused("too-large", f"{len(raw)} bytes; the limit is {MAX_MAIL_BYTES}")
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")  # a mailbox file of an old Macintosh
    leading = len(raw) - len(raw.lstrip(b"\r\n"))
    return _Reader(raw).read(leading, len(raw), "text/plain", 0)


class _Reader:
    """Reads parts and counts them."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._count = 0

    def read(self, start: int, end: int, default: str, depth: int) -> Part:
        self._count += 1
        if self._count > MAX_PARTS:
            raise MailRefused("too-many-parts", f"more than {MAX_PARTS} MIME parts")
        if depth > MAX_DEPTH:
            raise MailRefused("too-deep", f"MIME parts nested more than {MAX_DEPTH} deep")
        headers, body = read_block(self._raw, start, end)
        content_type, params = _content_type(headers, default)
        children: tuple[Part, ...] = ()
        if content_type.startswith("multipart/"):
            children = self._children(body, end, content_type, params, depth)
            if not children:
                content_type = "text/plain"  # a container without a boundary: show what there is
        return Part(self._raw, headers, body, end, content_type, params, children)

    def _children(
        self, start: int, end: int, content_type: str, params: dict[str, str], depth: int
    ) -> tuple[Part, ...]:
        boundary = params.get("boundary", "").strip().encode("utf-8", "surrogateescape")
        ranges = self._ranges(start, end, boundary) if boundary else []
        if not ranges:
            ranges = self._ranges(start, end, self._guessed_boundary(start, end))
        default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        return tuple(self.read(begin, stop, default, depth + 1) for begin, stop in ranges)

    def _guessed_boundary(self, start: int, end: int) -> bytes:
        """The parameter is missing or wrong: the first line that begins with two dashes is the boundary."""
        for line in self._raw[start : min(end, start + _GUESS_WINDOW)].split(b"\n"):
            stripped = line.strip()
            if stripped.startswith(b"--") and len(stripped) > 6 and b" " not in stripped:
                return stripped[2:]
        return b""

    def _ranges(self, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts between the boundary lines begin and end; a missing last boundary is forgiven."""
        if not boundary:
            return []
        found: list[tuple[int, int]] = []
        open_at = -1
        for line_start, line_end, last in self._own_delimiters(start, end, boundary):
            if open_at >= 0:
                found.append((open_at, max(open_at, self._without_line_break(open_at, line_start))))
                if self._count + len(found) > MAX_PARTS:
                    raise MailRefused("too-many-parts", f"more than {MAX_PARTS} MIME parts")
            open_at = line_end
            if last:
                return found
        if open_at >= 0:
            torn = self._raw.rfind(b"--" + boundary + b"--", open_at, end)
            found.append((min(open_at, end), torn if torn > open_at else end))
        return found

    def _own_delimiters(self, start: int, end: int, boundary: bytes) -> list[tuple[int, int, bool]]:
        """Boundary lines of this container. One inside it that has the same boundary (some mailers know a
        single one) keeps what stands before its own closing line.
        """
        mark = b"--" + boundary
        lines = self._delimiters(
            start, end, mark, every=self._raw.count(b"\n" + mark + b"--", start, end) > 1
        )
        own: list[tuple[int, int, bool]] = []
        depth = 0
        for line in lines:
            if depth == 0:
                own.append(line)
                if line[2]:
                    break
            if line[2]:
                depth -= 1
            elif len(lines) > len(own) and self._has_boundary(line[1], end, boundary):
                depth += 1
        return own

    def _has_boundary(self, start: int, end: int, boundary: bytes) -> bool:
        """Whether the part that begins there is a container with that boundary."""
        content_type, params = _content_type(read_block(self._raw, start, end)[0], "")
        named = params.get("boundary", "").strip().encode("utf-8", "surrogateescape")
        return content_type.startswith("multipart/") and named == boundary

    def _delimiters(self, start: int, end: int, mark: bytes, *, every: bool) -> list[tuple[int, int, bool]]:
        """Boundary lines: (offset of the line, offset after it, whether it is a closing one); up to the first
        closing one, or `every` one.
        """
        at_start = re.compile(re.escape(mark) + _REST_OF_BOUNDARY).match(self._raw, start, end)
        later = re.compile(re.escape(b"\n" + mark) + _REST_OF_BOUNDARY).finditer(self._raw, start, end)
        lines: list[tuple[int, int, bool]] = []
        for found in chain([at_start] if at_start else [], later):
            begun = found.start() + (found is not at_start)
            lines.append((begun, min(found.end() + 1, end), found[1] is not None))
            if (found[1] and not every) or len(lines) > MAX_PARTS + 1:
                break
        return lines

    def _without_line_break(self, start: int, at: int) -> int:
        """The line break before a boundary belongs to the boundary."""
        if self._raw[at - 1 : at] == b"\n" and at > start:
            at -= 1
            if self._raw[at - 1 : at] == b"\r" and at > start:
                at -= 1
        return at


def _content_type(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    """The type of a part; nonsense ("text", "application", empty) is read as RFC 2045 advises."""
    value = headers.first("Content-Type")
    content_type, params = parameters(value)
    main, slash, sub = content_type.partition("/")
    if not value:
        return default, params
    if not slash or not sub or (main not in _KNOWN_MAIN_TYPES and not main.startswith("x-")):
        guessed = "text/html" if content_type == "html" else "text/plain"
        return guessed if main in ("text", "html", "") else "application/octet-stream", params
    return content_type, params
