"""What the demo is made of, as text: the catalogue, the companies, the conversations."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter

T = TypeVar("T")
STRICT = ConfigDict(extra="forbid")
"""For the dataclasses that tables are read into: a field nobody knows is an error."""


def rows(name: str, key: str, kind: type[T]) -> tuple[T, ...]:
    """The tables called `key` of a file in this folder."""
    found = tomllib.loads(_folder().joinpath(name).read_text(encoding="utf-8")).get(key, [])
    adapter = TypeAdapter(kind)
    return tuple(adapter.validate_python(row) for row in found)


def conversation_files() -> Sequence[str]:
    """The files with conversations, by name."""
    folder = _folder().joinpath("conversations")
    return [f"conversations/{entry.name}" for entry in sorted(folder.iterdir(), key=lambda e: e.name)]


def _folder() -> Traversable:
    return files(__name__)
