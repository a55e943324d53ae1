"""Header fields: where they end, what they say, RFC 2047 words and RFC 2231 parameters.

Everything is one pass over bounded input. The standard library's `email.header` and `policy.default` are not
used: they raise on real mails and take time in the square of the length on hostile ones. Formats: RFC 5322
(fields), RFC 2047 (encoded words), RFC 2231 (parameters), with the damage everyday mailers do to each.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from otklik.channels.mail.bounds import (
    MAX_ENCODED_WORDS,
    MAX_FIELD_BYTES,
    MAX_FIELDS,
    MAX_HEADER_BYTES,
    MAX_PARAMETERS,
    MailRefused,
)
from otklik.channels.mail.charsets import decode

_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_FIELD_START = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_KNOWN_FIELD = re.compile(
    rb"(?:mime-version|content-[a-z-]{2,30}|message-id|received|return-path|reply-to|in-reply-to|references|x-[\w-]{1,60}"
    rb"|list-[a-z-]{2,20}|from|to|cc|subject|date|sender|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
_FOLDING = re.compile(r"\r?\n[ \t]?|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")
_WORD = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?(?:([Bb])\?([^?]*)|([Qq])\?((?:[^?]|\?(?!=)){0,1500}))\?="
)
_Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PARAMETER = re.compile(r";\s*([^\s=;\"]{1,100})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]*))", re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_MAIN_VALUE = re.compile(r"\s*([^\s;\"]{1,200})")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block in their order: (name as written, value as bytes, still folded)."""

    fields: tuple[tuple[str, bytes], ...]
    _by_name: dict[str, list[bytes]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, list[bytes]] = {}
        for name, value in self.fields:
            by_name.setdefault(name.lower(), []).append(value)
        object.__setattr__(self, "_by_name", by_name)

    def first(self, name: str) -> str:
        """The first field of that name with something in it, unfolded, RFC 2047 words still encoded."""
        return next((value for value in self.every(name) if value), "")

    def every(self, name: str) -> Iterator[str]:
        """All fields of that name, unfolded."""
        return (unfolded(raw) for raw in self._by_name.get(name.lower(), ()))

    def text(self, name: str) -> str:
        """The first field of that name as people read it."""
        return decode_words(self.first(name))

    def names(self) -> set[str]:
        """Names of all fields in lower case."""
        return set(self._by_name)


def read_block(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Header fields that begin at `start`, and the offset where the body begins.

    A text without headers is all body. Raises MailRefused when the block is longer than the limit.
    """
    if not _FIELD_START.match(raw, start, end) and raw[start : start + 5] not in (b"From ", b">From"):
        return Headers(()), _after_line_break(raw, start, end)
    blank = _end_of_block(raw, start, min(end, start + MAX_HEADER_BYTES))
    if blank is None and end - start > MAX_HEADER_BYTES:
        raise MailRefused("header-too-long", f"a header block of more than {MAX_HEADER_BYTES} bytes")
    block_end, body = (blank.start(), blank.end()) if blank else (end, end)
    fields, used = _fields(raw, start, block_end)
    return Headers(tuple(fields)), body if used >= block_end else used


def _end_of_block(raw: bytes, start: int, limit: int) -> re.Match[bytes] | None:
    """The blank line under the fields. One with blanks in it is folding where a well-known field follows."""
    blank = _BLANK_LINE.search(raw, start, limit)
    while blank and len(blank.group().strip(b"\r\n")) > 0 and _KNOWN_FIELD.match(raw, blank.end(), limit):
        blank = _BLANK_LINE.search(raw, blank.end() - 1, limit)
    return blank


def _after_line_break(raw: bytes, start: int, end: int) -> int:
    """A part without header fields begins with the empty line that would have ended them."""
    for line_break in (b"\r\n", b"\n"):
        if raw.startswith(line_break, start, end):
            return start + len(line_break)
    return start


def _fields(raw: bytes, start: int, end: int) -> tuple[list[tuple[str, bytes]], int]:
    """Fields between two offsets, and where reading stopped: two lines of rubbish begin a body."""
    fields: list[tuple[str, bytes]] = []
    rubbish_from = -1
    at = start
    while at < end and len(fields) < MAX_FIELDS:
        line_end = _logical_line_end(raw, at, end)
        match = _FIELD_START.match(raw, at, line_end)
        if match:
            value = raw[match.end() : min(line_end, match.end() + MAX_FIELD_BYTES)]
            fields.append((match.group(1).decode("ascii"), value))
            rubbish_from = -1
        elif at > start:
            if rubbish_from >= 0:
                return fields, rubbish_from
            rubbish_from = at
        at = line_end + 1
    return fields, rubbish_from if rubbish_from >= 0 else end


def _logical_line_end(raw: bytes, at: int, end: int) -> int:
    """Offset of the line feed that ends a field, its folded continuation lines included."""
    while True:
        feed = raw.find(b"\n", at, end)
        if feed < 0:
            return end
        if raw[feed + 1 : feed + 2] not in (b" ", b"\t"):
            return feed
        at = feed + 1


def unfolded(raw: bytes) -> str:
    """A field's value on one line; raw 8-bit bytes are decoded by the best guess."""
    plain = raw.isascii() and b"\x1b" not in raw
    text = raw.decode("ascii") if plain else decode(raw.strip())
    is_folded = "\n" in text or "\r" in text  # most are not, and there are dozens in a mail
    return (_FOLDING.sub(" ", text) if is_folded else text).strip()


def decode_words(value: str) -> str:
    """RFC 2047 words to text, control characters and repeated blanks out.

    Words that stand next to each other in one charset are joined as bytes first: many mailers split a word in
    the middle of a letter.
    """
    if "=?" not in value:
        return _readable(value)
    pieces: list[str] = []
    run: list[re.Match[str]] = []
    at = 0
    for match in _words(value):
        between = value[at : match.start()]
        if run and (between.strip() or match.group(1).lower() != run[0].group(1).lower()):
            pieces.append(_decoded(run))
            run = []
        if between.strip() or (not pieces and not run):
            pieces.append(between)
        run.append(match)
        at = match.end()
    pieces.extend([_decoded(run), value[at:]])
    return _readable("".join(pieces))


def _words(value: str) -> Iterator[re.Match[str]]:
    for count, match in enumerate(_WORD.finditer(value)):
        if count >= MAX_ENCODED_WORDS:
            return
        yield match


def _decoded(run: list[re.Match[str]]) -> str:
    """Text of neighbouring words of one charset."""
    if not run:
        return ""
    joined = bytearray()
    pending = b""
    for match in run:
        if match.group(2):
            pending += match.group(3).encode("ascii", "ignore")
            if len(pending) % 4 == 0 or pending.endswith(b"="):
                joined += _base64(pending)
                pending = b""
        else:
            joined += _base64(pending) + _quoted(match.group(5).encode("utf-8"))
            pending = b""
    return decode(bytes(joined + _base64(pending)), run[0].group(1))


def _base64(payload: bytes) -> bytes:
    clean = _NOT_BASE64.sub(b"", payload)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _quoted(payload: bytes) -> bytes:
    return _Q_BYTE.sub(lambda match: bytes((int(match.group(1), 16),)), payload.replace(b"_", b" "))


def _readable(text: str) -> str:
    if (
        text.isprintable() and "  " not in text
    ):  # nothing below would change it: no control, one kind of blank
        return text.strip()
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured field's main value in lower case, and its parameters with RFC 2231 pieces put together."""
    main = _MAIN_VALUE.match(value)
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count >= MAX_PARAMETERS:
            break
        section = _SECTION.match(match.group(1).lower())
        if section is None:
            continue
        content = match.group(3).strip() if match.group(2) is None else _unescaped(match.group(2))
        name, number, extended = section.groups()
        if number is None and extended is None:
            plain.setdefault(name, decode_words(content))
        else:
            pieces.setdefault(name, {}).setdefault(int(number or 0), (content, extended is not None))
    return (main.group(1).lower() if main else ""), plain | {name: _joined(pieces[name]) for name in pieces}


def _unescaped(quoted: str) -> str:
    """A backslash quotes a quote or a backslash; before anything else it is a path of a careless mailer."""
    return quoted.replace('\\"', '"').replace("\\\\", "\\")


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: numbered pieces in order; the first extended one names the charset."""
    charset = ""
    joined = bytearray()
    for number in sorted(pieces):
        content, extended = pieces[number]
        if extended and not charset and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        encoded = content.encode("utf-8", "replace")
        joined += (
            _PERCENT.sub(lambda match: bytes((int(match.group(1), 16),)), encoded) if extended else encoded
        )
    return decode_words(decode(bytes(joined), charset))
