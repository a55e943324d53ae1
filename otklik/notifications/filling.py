"""Filling placeholders into a text: `{{ number }}` and nothing more. Pure.

An administrator's text is data, never a program: no attributes, no calls, no loops; what is not on the closed
list of names is an error that says so, with the nearest name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}|\{%|%\}", re.DOTALL)
LONGEST_QUOTED = 40


class BadText(Exception):
    """A piece of the text that means nothing: `found` as written, `nearest` the name that may be meant."""

    def __init__(self, found: str, nearest: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.nearest = nearest


def check(text: str, known: Collection[str]) -> None:
    """`BadText` at the first piece in braces that is no known placeholder."""
    for match in _BRACES.finditer(text):
        name = _PLACEHOLDER.fullmatch(match.group())
        if name is None:
            raise BadText(match.group()[:LONGEST_QUOTED])
        if name.group(1) not in known:
            nearest = get_close_matches(name.group(1), known, n=1)
            raise BadText(match.group()[:LONGEST_QUOTED], nearest[0] if nearest else "")


def has(text: str, name: str) -> bool:
    """Whether the placeholder stands in the text."""
    return name in _PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; values are put in as they are, braces in them stay braces.

    A line on which nothing but empty values stood is left out. `BadText` as for `check`.
    """
    check(text, values)
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        filled = _PLACEHOLDER.sub(lambda match: values[match.group(1)], line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def around(text: str, name: str) -> tuple[str, str]:
    """What stands before and after a placeholder; all of it before when it is not there."""
    for match in _PLACEHOLDER.finditer(text):
        if match.group(1) == name:
            return text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return text, ""
