"""What rules make of a ticket that is being registered, asked before it is (SLA-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otklik.automation.routing_ruling import routed
from otklik.automation.routing_table import routing_rules
from otklik.rules.matching import facts_of, first_match
from otklik.stages.commands import begin_draft
from otklik.tickets.commands import hand_draft

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


def ask_ahead(draft: Ticket, words: str, *, is_chosen: bool) -> None:
    """Routing rules and the route of stages decide about a draft (`tickets.commands.drafted`) in the order of
    registration, before deadlines are counted. `words`: of its first message; `is_chosen`: its team or
    employee was named, and stays. Triggers act after deadlines are counted and are not asked. Changes the
    draft alone: a rule that cannot be asked is passed over and told of when it is asked in earnest."""
    facts = facts_of(draft, words)
    facts.is_chosen = is_chosen
    found = first_match(routing_rules(), facts, lambda _rule, _error: None)
    if found is not None:
        whose = routed(found.rule, facts)
        hand_draft(draft, _id(whose["team"]), _id(whose["assignee"]))
    begin_draft(draft)


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None
