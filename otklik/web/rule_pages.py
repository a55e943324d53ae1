"""Where the rules of each table are set up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from otklik.web.addresses import address

if TYPE_CHECKING:
    from otklik.automation.tables import Table

ROUTES: Mapping[str, str] = {
    "routing": "settings-routing-edit",
    "sla": "settings-sla-edit",
    "trigger": "settings-triggers-edit",
    "macro": "settings-macros-edit",
}
"""The page of one rule, by the key of its table."""


def rule_address(table: Table, uid: str) -> str:
    """The page of a rule; empty for one that is gone and for a table that has no pages."""
    return address(ROUTES[table.key], args=[uid]) if uid and table.key in ROUTES else ""


def new_address(table: Table) -> str:
    """The form of a new rule."""
    return address(ROUTES[table.key].replace("-edit", "-new"))


def list_address(table: Table) -> str:
    """The list of a table's rules."""
    return address(ROUTES[table.key].replace("-edit", "-list"))


def versions_address(table: Table, uid: str) -> str:
    """The page of a rule's versions; empty for one that is gone."""
    return address("settings-rule-versions", args=[table.key, uid]) if uid else ""
