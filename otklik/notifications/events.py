"""Events about deliveries."""

from otklik.core.events import Audience, declare

DELIVERY_QUEUED = declare("delivery.queued", audience=Audience.INTERNAL)
"""Subject: the delivery. No `ticket_id`: it stands with the message on the card, not in the history."""
DELIVERY_FAILED = declare("delivery.failed", audience=Audience.INTERNAL)
"""Subject: the delivery; in the ticket's history. `data`: delivery (uid), message, audience."""
DELIVERY_CANCELLED = declare("delivery.cancelled", audience=Audience.INTERNAL)
