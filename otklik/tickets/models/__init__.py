"""Tables of tickets."""

from otklik.tickets.models.explanation import Explanation
from otklik.tickets.models.message import Mention, Message, MessageBody, MessageFile
from otklik.tickets.models.people import Draft, InboxDone, Observer, Seen, TicketReader
from otklik.tickets.models.status import Status, Transition
from otklik.tickets.models.ticket import Link, NumberSeed, Ticket, TicketCategory, TicketNumber

__all__ = [
    "Draft",
    "Explanation",
    "InboxDone",
    "Link",
    "Mention",
    "Message",
    "MessageBody",
    "MessageFile",
    "NumberSeed",
    "Observer",
    "Seen",
    "Status",
    "Ticket",
    "TicketCategory",
    "TicketNumber",
    "TicketReader",
    "Transition",
]
