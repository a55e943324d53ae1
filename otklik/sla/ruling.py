"""The table of SLA rules, as whoever explains and tries rules knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otklik.rules.facts import TicketFacts
from otklik.rules.tables import Outcome, RuleTable
from otklik.sla.clocks import Kind, Look, Mode, Running, deadline, mode_of
from otklik.sla.models import SlaRule
from otklik.sla.shapes import SLA_RULE
from otklik.sla.table import sla_rules, terms_of, timetable_of
from otklik.tickets.queries.workflow import workflow


def promised(rule: SlaRule | None, facts: TicketFacts) -> Outcome:
    """The deadlines a ticket gets when it is registered, as `ticket.planned` tells them, and in how many
    minutes of working time later messages are answered."""
    ticket = facts.ticket
    terms = terms_of(rule, ticket) if rule is not None else {}
    pauses = workflow().statuses[ticket.status_id].pauses_clocks
    look = Look(is_open=True, pauses=pauses, reacted=False, client_waits=False)
    found: dict[str, object] = {"due_at": None, "react_by": None, "answer": rule.answer if rule else None}
    for field, kind in (("due_at", Kind.RESOLUTION), ("react_by", Kind.REACTION)):
        mode = mode_of(kind, look)
        if kind in terms and mode is Mode.RUNS:
            clock = Running(terms[kind], mode, ticket.created_at)
            moment = deadline(clock, timetable_of(terms[kind]))
            found[field] = moment.isoformat() if moment else None
    return found


SLA_TABLE = RuleTable(
    key="sla",
    title=_("Deadlines"),
    shape=SLA_RULE,
    rules=sla_rules,
    outcome=promised,
    of_now=True,
    counts_anew=True,
)
