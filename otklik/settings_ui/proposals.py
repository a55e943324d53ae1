"""Things a section proposes to those who set it up, ready to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.core.translated import Translated


@dataclass(frozen=True)
class Proposal:
    """A thing that could be: what it is called, what it is for, and what its form would hold."""

    key: str
    name: Translated
    note: Translated
    values: Mapping[str, object]
