"""Prepared explanations why a ticket is not worked on, from memory."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.core.small import SmallTable
from otklik.tickets.models import Explanation


def explanations() -> Sequence[Explanation]:
    """All of them in their order, hidden ones too."""
    return EXPLANATIONS.get()


def explanation_named(code: str) -> Explanation | None:
    """One that is offered, by its code."""
    return next((row for row in explanations() if row.code == code and not row.hidden), None)


def explanation_with_code(code: str) -> Explanation | None:
    """The one with this code, also when it is offered no more: history names it."""
    return next((row for row in explanations() if row.code == code), None)


EXPLANATIONS: SmallTable[Sequence[Explanation]] = SmallTable(
    lambda: list(Explanation.objects.order_by("position", "id"))
)
