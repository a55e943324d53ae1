"""The table of triggers, as whoever explains and tries rules knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otklik.automation.models import Trigger
from otklik.automation.triggers.shape import TABLE, TRIGGER
from otklik.automation.triggers.table import triggers
from otklik.rules.facts import TicketFacts
from otklik.rules.tables import Outcome, RuleTable


def does(trigger: Trigger | None, _facts: TicketFacts) -> Outcome:
    """The steps a trigger does; what they come to is the commands' to say."""
    return {"actions": trigger.actions} if trigger is not None else {}


TRIGGER_TABLE = RuleTable(
    key=TABLE.key,
    title=_("Triggers"),
    shape=TRIGGER,
    rules=triggers,
    outcome=does,
    of_now=True,
    is_first=False,
    answers_events=True,
    writes=True,
)
