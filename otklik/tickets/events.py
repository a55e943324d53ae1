"""Events of a ticket's life. `changes` names fields with ids or codes from and to."""

from otklik.core.events import Audience, declare

TICKET_REGISTERED = declare("ticket.registered", audience=Audience.PUBLIC)
"""Carries the first message: `data.message`."""
MESSAGE_RECEIVED = declare("message.received", audience=Audience.PUBLIC)
"""A later message of a client, or of an unknown sender (then internal): `data.message`. `data.thanks`: for
done work, which stays done."""
REPLY_SCHEDULED = declare("reply.scheduled", audience=Audience.INTERNAL)
REPLY_CANCELLED = declare("reply.cancelled", audience=Audience.INTERNAL)
REPLY_SENT = declare("reply.sent", audience=Audience.PUBLIC)
REPLY_AUTOMATED = declare("reply.automated", audience=Audience.PUBLIC)
"""A rule wrote to the client: `data.message`. Nobody has answered by it: no clock stops."""
NOTE_ADDED = declare("note.added", audience=Audience.INTERNAL)
"""`data.message`, `data.mentions`: agents named in it."""
TICKET_ASSIGNED = declare("ticket.assigned", audience=Audience.INTERNAL)
"""`changes`: team, assignee, and status where the assignment moves it."""
NOT_DISTRIBUTED = declare("ticket.not_distributed", audience=Audience.INTERNAL)
"""Nobody of the team could be given it: `data.outcome` (`tickets.turns.Outcome`), `data.choice`."""
TICKET_TAKEN = declare("ticket.taken", audience=Audience.INTERNAL)
TICKET_RELEASED = declare("ticket.released", audience=Audience.INTERNAL)
STATUS_CHANGED = declare("ticket.status_changed", audience=Audience.PUBLIC)
TICKET_POSTPONED = declare("ticket.postponed", audience=Audience.PUBLIC)
"""`data.until` (ISO), `data.why`."""
TICKET_RETURNED = declare("ticket.returned", audience=Audience.PUBLIC)
"""Postponed until now, back at work by itself: `data.until`, `data.why` as they were."""
CLIENT_REMINDED = declare("ticket.client_reminded", audience=Audience.PUBLIC)
"""The client has not answered a question: `data.message` is the last they were told."""
TICKET_RESOLVED = declare("ticket.resolved", audience=Audience.PUBLIC)
TICKET_CLOSED = declare("ticket.closed", audience=Audience.PUBLIC)
"""`data.by`: `client`, `rating`, `time` (closed by itself); absent: by hand. `data.withdrawn`: the client
closed a ticket still worked on. `data.outcome`: `not_processed`, with `data.why` (an explanation's code)."""
TICKET_REOPENED = declare("ticket.reopened", audience=Audience.PUBLIC)
"""`data.message`: the client's words or, from an employee, the note with the reason."""
RATING_TAKEN = declare("ticket.rated", audience=Audience.PUBLIC)
"""`changes`: rating, from and to; `data.comment` says whether there is one."""
TICKET_COMPLAINED = declare("ticket.complained", audience=Audience.INTERNAL)
"""A lead is to look at it: `data.why` is `rating` or `type`."""
TICKET_REVIEWED = declare("ticket.reviewed", audience=Audience.INTERNAL)
"""A lead has looked at a low rating or complaint: `data.note`, a message's id, where they wrote one."""
TICKET_READDRESSED = declare("ticket.readdressed", audience=Audience.INTERNAL)
"""Another mailbox speaks to its client from now on: `changes`: account;
the brand is that mailbox's."""
STAGE_CHANGED = declare("ticket.stage_changed", audience=Audience.INTERNAL)
"""A stage of its route, or the first one of another. `changes`: stage, by codes; `data.message`: the note
with it, `data.begins`: the route has begun."""
TICKET_EDITED = declare("ticket.edited", audience=Audience.INTERNAL)
TICKET_BOUND = declare("ticket.bound", audience=Audience.INTERNAL)
"""An unknown sender's ticket is a client's now. `changes`: contact, company and what follows from it;
`data.made`: the contact was made for it; `data.kept`: which of the sender's addresses were written to it."""
TICKET_UNBOUND = declare("ticket.unbound", audience=Audience.INTERNAL)
"""That was taken back."""
OBSERVERS_CHANGED = declare("ticket.observers_changed", audience=Audience.INTERNAL)
TICKET_LINKED = declare("ticket.linked", audience=Audience.INTERNAL)
"""`data`: `kind`, `other` (the other ticket's id), its `number`, `is_source`. Both tickets have one."""
TICKET_UNLINKED = declare("ticket.unlinked", audience=Audience.INTERNAL)
"""The same of a link taken away."""
TICKET_MERGED = declare("ticket.merged", audience=Audience.INTERNAL)
"""Another ticket's messages stand here now. `data`: `other`, its `number`, `messages` (how many), `message`
(what its client is told). Of the ticket that went: `into`, that one's `number`, `outcome` it had before."""
TICKET_PARTED = declare("ticket.parted", audience=Audience.INTERNAL)
"""They went back. `data`: `other`, `number`, `messages`."""
TICKET_SPLIT = declare("ticket.split", audience=Audience.INTERNAL)
"""Some of its messages began another ticket: `data.other`, `number`, `messages`."""
TICKET_UNDONE = declare("ticket.undone", audience=Audience.INTERNAL)
"""A step was taken back. `changes`: the fields that went back; `data`: `operation` (the step's uid), `kind`,
`left` (fields that were changed since and stay), `rule` (its name, where what a rule did was taken back)."""
TICKET_DELETED = declare("ticket.deleted", audience=Audience.ADMIN)
TICKET_RESTORED = declare("ticket.restored", audience=Audience.ADMIN)
TICKET_PURGED = declare("ticket.purged", audience=Audience.ADMIN)
"""The ticket is gone for good: `data.number`."""
WORKFLOW_CHANGED = declare("workflow.changed", audience=Audience.ADMIN)
"""A status was made, changed, ordered, switched off or on. `data`: kind, uid, name; `changes`: its fields."""
ROUTE_CHANGED = declare("route.changed", audience=Audience.ADMIN)
"""A route or a stage was made, changed, ordered, hidden or shown. `data`: kind, uid, name; `changes`: its
fields."""
VIEW_SAVED = declare("view.saved", audience=Audience.INTERNAL)
"""An employee kept a view of the list; its name and filters are theirs, and are not told."""
VIEW_CHANGED = declare("view.changed", audience=Audience.INTERNAL)
"""`changes` name its fields; only those of a shared one are told with what stands in them."""
VIEW_SHARED = declare("view.shared", audience=Audience.INTERNAL)
"""`changes`: shared_with, teams (ids), from and to."""
VIEW_DELETED = declare("view.deleted", audience=Audience.INTERNAL)
VIEWS_ARRANGED = declare("views.arranged", audience=Audience.INTERNAL)
"""Somebody put the views at their side into another order, or some out of sight."""
