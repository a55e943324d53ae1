"""What a check of the doctor answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One answer: whether it is fine, and what was seen or what to do."""

    is_fine: bool
    sentence: str
