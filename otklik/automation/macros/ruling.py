"""The table of macros, as whoever explains rules knows it: a person decides, so nothing happens at
registration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otklik.automation.macros.reading import shared_macros
from otklik.automation.macros.shape import MACRO, TABLE
from otklik.automation.models import SharedMacro
from otklik.rules.facts import TicketFacts
from otklik.rules.tables import Outcome, RuleTable


def _nothing(_rule: SharedMacro | None, _facts: TicketFacts) -> Outcome:
    return {}


MACRO_TABLE = RuleTable(
    key=TABLE,
    title=_("Macros"),
    shape=MACRO,
    rules=shared_macros,
    outcome=_nothing,
    of_now=True,
    is_first=False,
    is_pressed=True,
)
