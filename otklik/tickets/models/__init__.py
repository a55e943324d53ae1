"""Tables of tickets."""

from otklik.tickets.models.explanation import Explanation
from otklik.tickets.models.message import Mention, Message, MessageBody, MessageFile
from otklik.tickets.models.operation import Carried, Operation
from otklik.tickets.models.people import ClientRead, Draft, InboxDone, Observer, Seen, TicketReader
from otklik.tickets.models.processing import Processing
from otklik.tickets.models.route import Passage, Route, Stage
from otklik.tickets.models.status import Status, Transition
from otklik.tickets.models.ticket import Link, NumberSeed, Ticket, TicketCategory, TicketNumber
from otklik.tickets.models.turn import AssignmentReason, MemberTurn, TeamTurn, Waiting
from otklik.tickets.models.view import SavedView, ViewShelf

__all__ = [
    "AssignmentReason",
    "Carried",
    "ClientRead",
    "Draft",
    "Explanation",
    "InboxDone",
    "Link",
    "MemberTurn",
    "Mention",
    "Message",
    "MessageBody",
    "MessageFile",
    "NumberSeed",
    "Observer",
    "Operation",
    "Passage",
    "Processing",
    "Route",
    "SavedView",
    "Seen",
    "Stage",
    "Status",
    "TeamTurn",
    "Ticket",
    "TicketCategory",
    "TicketNumber",
    "TicketReader",
    "Transition",
    "ViewShelf",
    "Waiting",
]
