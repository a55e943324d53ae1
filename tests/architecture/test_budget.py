"""Untyped corners, silenced checks and hidden imports may only become fewer."""

from __future__ import annotations

from tests.architecture import budget


def test_nothing_exceeds_its_budget_and_no_budget_is_left_unused() -> None:
    assert budget.present() == budget.recorded(), (
        "fewer: python -m tests.architecture.budget; more: find another way, or raise it with a reason"
    )
