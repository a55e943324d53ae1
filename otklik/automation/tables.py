"""Every table of rules there is, in the order the settings show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from otklik.automation.macros.ruling import MACRO_TABLE
from otklik.automation.routing_ruling import ROUTING_TABLE
from otklik.automation.triggers.ruling import TRIGGER_TABLE
from otklik.core.errors import NotFound
from otklik.rules.models import OrderedRule
from otklik.rules.tables import RuleTable
from otklik.sla.ruling import SLA_TABLE

Table: TypeAlias = RuleTable[OrderedRule]
TABLES: Mapping[str, Table] = {
    table.key: table
    for table in (
        cast("Table", ROUTING_TABLE),
        cast("Table", SLA_TABLE),
        cast("Table", TRIGGER_TABLE),
        cast("Table", MACRO_TABLE),
    )
}
"""By the key their versions are kept under."""


def table_called(key: str) -> Table:
    """The table of this key; `NotFound` where there is none."""
    found = TABLES.get(key)
    if found is None:
        raise NotFound
    return found
