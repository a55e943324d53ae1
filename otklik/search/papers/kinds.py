"""Which files are read, by the ending of their name, and how much of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

LARGEST = 32 * 1024 * 1024
"""Bytes of a file; larger ones are not opened."""
MOST_CHARACTERS = 40_000
"""Of a file's text. A ticket's document keeps fewer words than that of everything said in it."""
CPU_SECONDS, WALL_SECONDS = 5, 20
MEMORY_BYTES = 768 * 1024 * 1024

KINDS: Mapping[str, str] = {
    "txt": "plain",
    "text": "plain",
    "log": "plain",
    "md": "plain",
    "csv": "plain",
    "tsv": "plain",
    "htm": "html",
    "html": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "pdf": "pdf",
}


class Unread(Exception):
    """The file gives no text; `reason` is one word: it is damaged, locked, too large, takes too long …"""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def kind_of(name: str) -> str:
    """How a file of this name is read; empty for one that is not."""
    _stem, dot, ending = name.rpartition(".")
    return KINDS.get(ending.lower(), "") if dot else ""
