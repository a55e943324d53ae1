"""Events about deadlines."""

from otklik.core.events import Audience, declare

SLA_RULE_CHANGED = declare("sla_rule.changed", audience=Audience.ADMIN)
"""A rule was made, changed, ordered, switched off or on. `data`: kind, uid, name; `changes`: its fields."""
TICKET_PLANNED = declare("ticket.planned", audience=Audience.INTERNAL)
"""Deadlines were set or moved by an SLA rule. `changes`: due_at, react_by; `data.rule`: its name then."""
SLA_WARNED = declare("sla.warned", audience=Audience.INTERNAL)
"""A share of the time is used. `data`: kind (of clock), run, percent, due (ISO), allowance (seconds)."""
SLA_BREACHED = declare("sla.breached", audience=Audience.INTERNAL)
"""The time is used up. `data`: as of a warning."""
TOLD = (SLA_WARNED.name, SLA_BREACHED.name)
"""Kinds by which a deadline was told of."""
