"""Events of what happens by rule."""

from otklik.core.events import Audience, declare

TRIGGER_CHANGED = declare("trigger.changed", audience=Audience.ADMIN)
"""A trigger was made, changed, ordered, switched off or on. `data`: kind, uid, name; `changes`: fields."""
TRIGGER_FIRED = declare("trigger.fired", audience=Audience.INTERNAL)
"""A trigger held and does what it says. `data`: rule (its name), uid, on (the kind of event it answers),
seen (`rules.seeing`)."""
TRIGGER_FAILED = declare("trigger.failed", audience=Audience.INTERNAL)
"""It could not be asked or done, and none of it was done. `data`: rule, uid, said (what went wrong)."""
TICKET_WAITED = declare("ticket.waited", audience=Audience.INTERNAL)
"""A time has passed that a trigger waits for. `data`: trigger (uid), rule (its name), since, minutes."""
WEBHOOK_QUEUED = declare("webhook.queued", audience=Audience.INTERNAL)
"""Another program is to be called about the ticket. `data`: url, rule (its name), and the kind (on) and uid
(event) of what it answers."""
WEBHOOK_FAILED = declare("webhook.failed", audience=Audience.INTERNAL)
"""It is not called: `data.url`, `data.why` (the address is of an inner network)."""
ROUTING_RULE_CHANGED = declare("routing_rule.changed", audience=Audience.ADMIN)
"""A routing rule was made, changed, ordered, switched off or on. `data`: kind, uid, name; `changes`: its
fields."""
TICKET_ROUTED = declare("ticket.routed", audience=Audience.INTERNAL)
"""A routing rule held and found everything as it says already. `data.rule`: its name then."""
MACRO_CHANGED = declare("macro.changed", audience=Audience.ADMIN)
"""A macro of everybody or of a team was made, changed, hidden. `data`: kind, uid, name; `changes`: fields."""
OWN_MACRO_CHANGED = declare("own_macro.changed", audience=Audience.INTERNAL)
"""An employee's own one; `changes` name the fields without what stands in them."""
MACRO_RUN = declare("macro.run", audience=Audience.INTERNAL)
"""An employee did a macro's steps on the ticket, in the same batch as what follows. `data`: rule
(its name), uid."""
