"""The header by which we know our own mail again, signed so that nobody else can wear it."""

from __future__ import annotations

from collections.abc import Iterable

from otklik.core import signing

LOOP_HEADER = "X-Otklik-Loop"
_PURPOSE = "loop"


def mark(delivery_id: int) -> str:
    """The header's value for a mail of ours."""
    return signing.sign(_PURPOSE, delivery_id)


def is_ours(fields: Iterable[tuple[str, str]]) -> bool:
    """Whether header fields carry a mark of this installation; another one's does not count."""
    values = (value.strip() for name, value in fields if name.lower() == LOOP_HEADER.lower())
    return any(signing.read(_PURPOSE, value) for value in values)
