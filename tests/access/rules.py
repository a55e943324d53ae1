"""Pages of ordered tables of rules, for administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

Row = TypeVar("Row")
TABLES: Mapping[str, str] = {
    "sla": "sla_rule",
    "routing": "routing_rule",
    "triggers": "trigger",
    "macros": "macro",
}
"""The sections that are tables, each with one of its rules."""


def rule_pages(section: Callable[[str, str], dict[str, Row]], admin: Callable[..., Row]) -> dict[str, Row]:
    """Their rows of the matrix, made as all others are."""
    found = {"settings-rules": admin("GET")}
    for key, row in TABLES.items():
        found |= section(key, row)
        found[f"settings-{key}-enabled"] = admin("POST", row, ok=302, data={"enabled": "1"})
        found[f"settings-{key}-copy"] = admin("POST", row, ok=302)
    return found
