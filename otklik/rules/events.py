"""Events about rules of every table."""

from otklik.core.events import Audience, declare

RULE_BROKEN = declare("rule.broken", audience=Audience.ADMIN)
"""A rule cannot be asked or done. `data`: table, uid, name (texts), why (`rules.stored.Why`, `error`), said,
stopped (it failed so often that it was switched off)."""
