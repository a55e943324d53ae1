"""What lies in a winmail.dat: Outlook's wrapping of a mail's files (TNEF). Never raises. Pure.

Format: [MS-OXTNEF], Transport Neutral Encapsulation Format, and [MS-OXCDATA] 2.11 for the property list of
an attachment. Only the files and the plain text are taken out; everything is a slice of the given bytes.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from otklik.channels.mail.charsets import decode

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD = struct.Struct("<BII")
_CODE_PAGE, _BODY = 0x00069007, 0x0002800C
_BEGINS_FILE, _TITLE, _CONTENT, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME = 0x3707
_TEXT_KINDS = {0x001E: "", 0x001F: "utf-16-le"}
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4}
_SIZES |= {0x0014: 8, 0x0040: 8, 0x0048: 16}
_COUNTED = (0x000D, 0x001E, 0x001F, 0x0102)
_MOST_FILES = 200
_MOST_PROPERTIES = 200


class Wrapped(NamedTuple):
    """One file of a winmail.dat."""

    name: str
    content: bytes


class Opened(NamedTuple):
    """What a winmail.dat holds; empty where it could not be read."""

    files: Sequence[Wrapped] = ()
    text: str = ""


def opened(raw: bytes) -> Opened:
    """Files and plain text of a TNEF stream; as far as it goes where it is cut off."""
    if not raw.startswith(_SIGNATURE):
        return Opened()
    files: list[Wrapped] = []
    text = charset = ""
    for kind, data in _attributes(raw):
        if kind == _CODE_PAGE and len(data) >= 4:
            charset = f"cp{int.from_bytes(data[:4], 'little')}"
        elif kind == _BODY:
            text = decode(data.rstrip(b"\0"), charset)
        elif kind == _BEGINS_FILE and len(files) < _MOST_FILES:
            files.append(Wrapped("", b""))
        elif files:
            files[-1] = _with(files[-1], kind, data, charset)
    return Opened(tuple(file for file in files if file.content), text)


def _with(file: Wrapped, kind: int, data: bytes, charset: str) -> Wrapped:
    """The file with one attribute more; the long name of the property list stands above the 8.3 title."""
    if kind == _CONTENT:
        return file._replace(content=data)
    if kind == _TITLE and not file.name:
        return file._replace(name=decode(data.rstrip(b"\0"), charset))
    if kind == _PROPERTIES:
        long_name = _long_name(data, charset)
        return file._replace(name=long_name) if long_name else file
    return file


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute: level, id, length, data, two bytes of checksum."""
    at = len(_SIGNATURE) + 2
    while at + _HEAD.size <= len(raw):
        _, kind, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        if length > len(raw) - at:
            return
        yield kind, raw[at : at + length]
        at += length + 2


def _long_name(data: bytes, charset: str) -> str:
    """PidTagAttachLongFilename of a property list, empty without one or where the list is not understood."""
    try:
        count = min(int.from_bytes(data[:4], "little"), _MOST_PROPERTIES)
        at = 4
        for _ in range(count):
            kind, tag = struct.unpack_from("<HH", data, at)
            at += 4
            if tag >= 0x8000:
                at = _after_name(data, at)
            value, at = _value(data, at, kind)
            if tag == _LONG_NAME and kind in _TEXT_KINDS:
                return decode(value, _TEXT_KINDS[kind] or charset).rstrip("\0")
    except (struct.error, KeyError):
        return ""
    return ""


def _after_name(data: bytes, at: int) -> int:
    """A named property's set and name stand before its value."""
    by_name, length = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_padded(length) if by_name else 0)


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """A property's (last) value and the offset behind it. Raises KeyError for a kind not known."""
    if kind not in _COUNTED:
        size = _SIZES[kind]
        return data[at : at + size], at + size
    (values,) = struct.unpack_from("<I", data, at)
    at += 4
    value = b""
    for _ in range(min(values, _MOST_PROPERTIES)):
        (length,) = struct.unpack_from("<I", data, at)
        value = data[at + 4 : at + 4 + length]
        at += 4 + _padded(length)
    return value, at


def _padded(length: int) -> int:
    return length + (-length % 4)
