"""Events of a ticket's life. `changes` names fields with ids or codes from and to."""

from otklik.core.events import Audience, declare

TICKET_REGISTERED = declare("ticket.registered", audience=Audience.PUBLIC)
"""Carries the first message: `data.message`."""
MESSAGE_RECEIVED = declare("message.received", audience=Audience.PUBLIC)
"""A later message of a client, or of an unknown sender (then internal): `data.message`."""
REPLY_SCHEDULED = declare("reply.scheduled", audience=Audience.INTERNAL)
REPLY_CANCELLED = declare("reply.cancelled", audience=Audience.INTERNAL)
REPLY_SENT = declare("reply.sent", audience=Audience.PUBLIC)
NOTE_ADDED = declare("note.added", audience=Audience.INTERNAL)
"""`data.message`, `data.mentions`: agents named in it."""
TICKET_ASSIGNED = declare("ticket.assigned", audience=Audience.INTERNAL)
"""`changes`: team, assignee, and status where the assignment moves it."""
TICKET_TAKEN = declare("ticket.taken", audience=Audience.INTERNAL)
TICKET_RELEASED = declare("ticket.released", audience=Audience.INTERNAL)
STATUS_CHANGED = declare("ticket.status_changed", audience=Audience.PUBLIC)
TICKET_POSTPONED = declare("ticket.postponed", audience=Audience.PUBLIC)
"""`data.until` (ISO), `data.why`."""
TICKET_RESOLVED = declare("ticket.resolved", audience=Audience.PUBLIC)
TICKET_CLOSED = declare("ticket.closed", audience=Audience.PUBLIC)
TICKET_REOPENED = declare("ticket.reopened", audience=Audience.PUBLIC)
TICKET_EDITED = declare("ticket.edited", audience=Audience.INTERNAL)
OBSERVERS_CHANGED = declare("ticket.observers_changed", audience=Audience.INTERNAL)
TICKET_LINKED = declare("ticket.linked", audience=Audience.INTERNAL)
TICKET_DELETED = declare("ticket.deleted", audience=Audience.ADMIN)
TICKET_RESTORED = declare("ticket.restored", audience=Audience.ADMIN)
TICKET_PURGED = declare("ticket.purged", audience=Audience.ADMIN)
"""The ticket is gone for good: `data.number`."""
WORKFLOW_CHANGED = declare("workflow.changed", audience=Audience.ADMIN)
"""A status was made, changed, ordered, switched off or on. `data`: kind, uid, name; `changes`: its fields."""
