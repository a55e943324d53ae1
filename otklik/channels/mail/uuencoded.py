"""Files written into the text itself by uuencode ("begin 644 name" … "end"), as old gateways do. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from otklik.channels.mail.transfer import undone

_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\r\n]{0,200})\r?$", re.MULTILINE)
_DATA_LINE = re.compile(r"[\x20-\x60]{1,90}\r?$")
_END = re.compile(r"end[ \t]*\r?$")


class Written(NamedTuple):
    """A file found in a text."""

    name: str
    content: bytes


def apart(text: str) -> tuple[str, Sequence[Written]]:
    """The text without its files, and the files in their order. One pass over the lines.

    A block counts only when every line of it can be uuencoded data and its "end" is there: people write about
    "begin 644" too.
    """
    if "begin " not in text or not _BEGIN.search(text):
        return text, ()
    lines = text.split("\n")
    kept: list[str] = []
    found: list[Written] = []
    at = 0
    while at < len(lines):
        begin = _BEGIN.match(lines[at])
        end = _end_of_block(lines, at + 1) if begin else -1
        if begin and end > 0:
            block = "\n".join(lines[at : end + 1]).encode("ascii")
            found.append(Written(begin.group(1).strip(), undone(block, "uuencode")))
            at = end
        else:
            kept.append(lines[at])
        at += 1
    return "\n".join(kept), tuple(found)


def _end_of_block(lines: Sequence[str], start: int) -> int:
    """The number of the line that says "end", -1 when something else stands before it."""
    for number in range(start, len(lines)):
        if _END.match(lines[number]):
            return number if number > start else -1
        if not _DATA_LINE.match(lines[number]):
            return -1
    return -1
