"""What is brought, how, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Brought:
    """A row: what another program calls the thing, its plain values and its lists by field.

    A field that is absent is left as it stands.
    """

    external_id: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A plain value; empty where it was not given."""
        return self.texts.get(name, "")

    @property
    def called(self) -> dict[str, object]:
        """The column that keeps what another program calls it; nothing where the row does not say."""
        return {"external_id": self.external_id} if self.external_id else {}


@dataclass(frozen=True)
class Manner:
    """How a batch is taken: `is_trial` writes nothing; `makes` adds what directories lack; `source` (the uid
    of the import) stands in every event."""

    source: str = ""
    is_trial: bool = False
    makes: bool = True


class What(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


@dataclass(frozen=True)
class Outcome:
    """What became of a row; for a bad one what is wrong with it, by field. `found`: what the one it changes
    was called till now, where its kind has names."""

    what: What
    problems: Mapping[str, str] = field(default_factory=dict)
    found: str = ""
